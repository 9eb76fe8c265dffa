import type { Chain } from '../../shared/domain/milestone.ts'
import type { Lang } from '../../shared/web/lang.ts'

type LandingWords = {
  /** What the bank calls the line of business. */
  business: string
  lead: Record<Chain, string>
  points: readonly [string, string, string]
  ask: string
  steps: string
  trust: string
  promises: readonly string[]
  needsScript: string
  risk: string
  ended: { title: string; text: string; more: string }
  title: (product: string) => string
  description: (product: string) => string
}

/** What a landing page says beside what its campaign does. */
export const LANDING_WORDS: Readonly<Record<Lang, LandingWords>> = {
  zh: {
    business: '小微企业金融服务',
    lead: {
      landing_page: '留下联系方式，由专人为您介绍适合的额度、利率与办理流程。',
      official_account: '留下联系方式并关注公众号，随时查询进度、接收服务提醒。',
      mini_program: '留下联系方式，在微信小程序内完成实名核验，全程线上办理。',
      wecom: '留下联系方式，添加企业微信顾问，一对一为您答疑。',
      app: '留下联系方式，下载手机银行 App，随时查看额度与进度。',
    },
    points: ['1 分钟填完', '加密保存', '随时可撤回'],
    ask: '预约咨询',
    steps: '办理流程',
    trust: '请您放心',
    promises: ['手机号码等信息加密保存', '只用于您勾选的用途，可随时撤回', '办理过程不收取手续费、保证金'],
    needsScript: '提交前需要完成安全验证。请在浏览器中启用 JavaScript，然后刷新本页。',
    risk: '贷款额度、利率、期限与审批结果以银行最终核准为准。请根据自身经营状况与还款能力合理借贷。除您授权的用途外，我们不会使用您留下的信息。',
    ended: {
      title: '活动已结束',
      text: '感谢您的关注。本次活动目前不再接受新的咨询，您已提交的信息不受影响，我们会继续为您跟进。',
      more: '如需了解其他产品，请联系您的客户经理或银行客服。',
    },
    title: (product) => `${product} · 预约咨询`,
    description: (product) => `${product}：面向小微企业的金融服务，在线留下联系方式，由专人与您联系。`,
  },
  en: {
    business: 'Small business banking',
    lead: {
      landing_page: 'Leave your contact and one of us explains which limit, rate and steps suit your business.',
      official_account: 'Leave your contact and follow our official account to see progress and get reminders.',
      mini_program: 'Leave your contact, verify your identity in our WeChat mini program, and do the rest online.',
      wecom: 'Leave your contact and add your adviser on WeCom, who answers your questions in person.',
      app: 'Leave your contact, download our app, and see your limit and progress at any time.',
    },
    points: ['One minute', 'Encrypted', 'Withdraw any time'],
    ask: 'Request a call',
    steps: 'How it works',
    trust: 'You can rely on this',
    promises: [
      'Your number and all you write is stored encrypted',
      'We use it only for what you tick, until you withdraw it',
      'No fee and no deposit on the way to a loan',
    ],
    needsScript: 'A security check comes before sending. Please turn on JavaScript and reload this page.',
    risk: 'Limit, rate, term and approval are decided by the bank. Please borrow within what your business can repay. We use what you leave here only for what you agree to.',
    ended: {
      title: 'This offer has ended',
      text: 'Thank you for your interest. We take no new requests here; what you have sent before is not affected.',
      more: 'For other products, please ask your account manager or our hotline.',
    },
    title: (product) => `${product} · Request a call`,
    description: (product) => `${product}: banking for small businesses. Leave your contact and we call you.`,
  },
}
