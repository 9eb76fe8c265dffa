import type * as z from 'zod'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import { type Chain, hasFollowStep } from '../../shared/domain/milestone.ts'
import { destinationsAt, hostedFormsAt, PLATFORMS_OF, purposesFor } from './demoDestinations.ts'
import { DEMO_PARTNERS } from './demoPartner.ts'
import { ADVISERS } from './simulators/wecom/corp.ts'

type Settings = z.input<typeof CampaignSettings>

const purposesOf = (chain: Chain): Settings['consent']['purposes'] => [
  { id: 'contact', required: true },
  { id: 'credit_assessment', required: false },
  ...purposesFor(PLATFORMS_OF[chain]),
]

const namesOf = ({ recipients = [] }: Settings['consent']['purposes'][number]): string => recipients.join('、')

/** What each purpose that names somebody is for. */
const REASONS: Readonly<Record<string, (recipients: string) => string>> = {
  ad_measurement: (recipients) =>
    `“广告效果评估”用于向投放平台（${recipients}）回传您是否留资、注册、申请、授信及用信，不包含您的手机号码明文与具体额度`,
  cross_border: (recipients) => `“向境外提供”用于向境外接收方（${recipients}）回传上述信息`,
}

const consentFor = (chain: Chain): Settings['consent'] => {
  const purposes = purposesOf(chain)
  const reasons = purposes.flatMap((purpose) => REASONS[purpose.id]?.(namesOf(purpose)) ?? [])
  return {
    version: '2026-11',
    text: [
      '为向您介绍并办理小微企业贷款，我行将收集您填写的手机号码、姓名与企业名称。',
      `${['“联系我”用于客户经理与您联系', '“贷前评估”用于初步评估您的贷款资格', ...reasons].join('；')}。`,
      '信息自授权之日起保存 24 个月，您可随时致电我行客服或联系客户经理查询、更正、删除或撤回授权。',
    ].join('\n'),
    purposes,
  }
}

type Field = Settings['fields'][number]

const USCC: Field = { name: 'uscc', label: '统一社会信用代码', type: 'uscc', required: false }

const AMOUNT: Field = {
  name: 'amount',
  label: '意向额度',
  type: 'select',
  required: true,
  options: ['30 万以内', '30–100 万', '100–300 万', '300 万以上'],
}

const YEARS: Field = {
  name: 'years',
  label: '经营年限',
  type: 'select',
  required: false,
  options: ['1 年以内', '1–3 年', '3 年以上'],
}

const INDUSTRY: Field = {
  name: 'industry',
  label: '所属行业',
  type: 'select',
  required: false,
  options: ['批发零售', '餐饮住宿', '生产制造', '其他'],
}

/** What every demo campaign lends, under its own name; money only to a card where the chain says so. */
const applicationOf = ({ product, chain }: Demo): Settings['application'] => ({
  products: [
    {
      id: 'business-loan',
      name: product,
      amountFen: { min: 1_000_000, max: 100_000_000 },
      termMonths: { min: 3, max: 36 },
      identity: { idNumber: true, bankCard: chain === 'mini_program', faceCheck: true },
    },
  ],
  faceCheck: { connection: 'demo' },
})

/** What those who left a contact, and those who did not, are invited to. */
const INVITATIONS: Readonly<Partial<Record<Chain, Settings['invitations']>>> = {
  official_account: { official_account: { connection: 'demo' } },
  wecom: { wecom: { connection: 'demo', userIds: [...ADVISERS] } },
  mini_program: { mini_program: { connection: 'demo', path: 'pages/index/index' } },
  app: { app: { url: 'https://app.bank.example/download' } },
}

type Demo = Pick<Settings, 'name' | 'product' | 'chain' | 'fields' | 'challenge' | 'partners'>

const demo = (settings: Demo): Settings => ({
  status: 'live',
  mode: 'live',
  // Where a page of one's own is tried out: docs/landing-page.md.
  allowedOrigins: ['http://localhost:8000', 'http://127.0.0.1:8000'],
  consent: consentFor(settings.chain),
  invitations: INVITATIONS[settings.chain],
  registration: { sms: { connection: 'demo' }, wechat: { connection: 'demo' } },
  application: applicationOf(settings),
  destinations: destinationsAt(PLATFORMS_OF[settings.chain]),
  hostedForms: hostedFormsAt(PLATFORMS_OF[settings.chain], purposesOf(settings.chain)),
  goals: { ...(hasFollowStep(settings.chain) && { followRate: 0.15 }), registrationRate: 0.5 },
  ...settings,
})

/** One campaign per chain, to try the system with. */
export const DEMO_CAMPAIGNS: Readonly<Record<string, Settings>> = {
  'demo-landing-page': demo({
    name: '演示：落地页留资',
    product: '小微快贷',
    chain: 'landing_page',
    fields: [USCC, AMOUNT],
    partners: Object.keys(DEMO_PARTNERS),
  }),
  'demo-official-account': demo({
    name: '演示：公众号关注',
    product: '商户经营贷',
    chain: 'official_account',
    fields: [INDUSTRY],
  }),
  'demo-mini-program': demo({ name: '演示：小程序', product: '纳税信用贷', chain: 'mini_program', fields: [] }),
  'demo-wecom': demo({
    name: '演示：企业微信顾问',
    product: '企业信用贷',
    chain: 'wecom',
    fields: [AMOUNT, YEARS],
    challenge: 'proof_of_work',
  }),
  'demo-app': demo({ name: '演示：App 下载', product: '流水信用贷', chain: 'app', fields: [AMOUNT] }),
}

/** Creates the demo campaigns and partners that are not there, through the API like anybody else. */
export const seedDemo = async (url: string, operatorKey: string): Promise<void> => {
  const headers = { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' }
  const all = { campaigns: DEMO_CAMPAIGNS, partners: DEMO_PARTNERS }
  for (const [kind, demos] of Object.entries(all))
    for (const [id, settings] of Object.entries(demos)) {
      const response = await fetch(`${url}/v1/${kind}/${id}`, {
        method: 'PUT',
        headers,
        body: JSON.stringify(settings),
      })
      if (response.status !== 201 && response.status !== 428)
        throw new Error(`${id} of the demo ${kind} could not be made: ${await response.text()}`)
    }
}
