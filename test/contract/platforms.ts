import { CampaignSetup } from '../../shared/contract/campaigns.ts'
import { replaced } from '../harness/adClicks.ts'
import type { Reply } from '../harness/client.ts'
import { PUSHES, SECRETS } from '../harness/leadPushes.ts'
import { signedQuery, signedWebhook, startPartners } from '../harness/postbacks.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { type Ask, assertStatus, unique } from './asking.ts'
import type { World } from './world.ts'

const PARTNER = 'pt_world'

/** What ad platforms and a partner of the campaign were given: addresses, without the host. */
export type Given = { monitor: string; googleForm: string; metaForm: string }

type Making = Pick<World, 'host' | 'ask'> & { campaignId: string }

/** What a campaign that names such forms, and that partner, gives. */
export const HOSTED = {
  hostedForms: {
    purposes: ['contact' as const],
    meta: { connection: 'forms' },
    google_ads: { connection: 'forms' },
  },
  partners: [PARTNER],
}

const addressesOf = async ({ host, ask, campaignId }: Making): Promise<Given> => {
  const path = `/v1/campaigns/${campaignId}/setup`
  const reply = assertStatus(await ask({ method: 'GET', path, key: host.operatorKey() }), 200)
  const { monitors, leadForms } = CampaignSetup.parse(reply.json())
  const of = (all: { platform: string; url: string }[], name: string): string =>
    all.find(({ platform }) => platform === name)?.url.replace(host.url, '') ?? ''
  return { monitor: of(monitors, 'baidu'), googleForm: of(leadForms, 'google_ads'), metaForm: of(leadForms, 'meta') }
}

/** The connections and the partner that good requests are signed for. */
export const makeGiven = async (making: Making): Promise<Given> => {
  const { host, ask } = making
  const key = host.operatorKey()
  for (const platform of ['meta', 'google_ads'] as const)
    assertStatus(
      await ask({ method: 'PUT', path: `/v1/connections/${platform}/forms`, body: SECRETS[platform], key }),
      201,
    )
  await startPartners(host).know(PARTNER, [making.campaignId])
  return addressesOf(making)
}

const said = () => ({ clickId: unique('click'), event: 'registered' })

const challenge = (token: string): string =>
  new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '1' }).toString()

const google = (phone = phoneNumber(90)) => PUSHES.google_ads({ id: unique('lead'), phone })

/** A good request for every operation of ad platforms and partners. */
export const GOOD_OF_PLATFORMS: Record<string, (world: World) => Ask> = {
  recordClick: ({ given }) => ({ method: 'GET', path: replaced(given.monitor, { click_id: unique('click') }) }),
  checkLeadForm: ({ given }) => ({
    method: 'GET',
    path: `${given.metaForm}?${challenge(SECRETS.meta.verifyToken)}`,
  }),
  pushLeads: ({ given }) => ({ method: 'POST', path: given.googleForm, ...google() }),
  reportByQuery: () => ({ method: 'GET', path: signedQuery(PARTNER, said()) }),
  reportByWebhook: () => ({ method: 'POST', ...signedWebhook(PARTNER, said()) }),
}

type Provoke = () => Promise<Reply>

/** Provokes the problems of what ad platforms and partners call. */
export const platformProblems = (world: () => World): Record<string, Provoke> => {
  const asked = (operation: string, change: (ask: Ask) => Partial<Ask>): Promise<Reply> => {
    const ask = GOOD_OF_PLATFORMS[operation]?.(world())
    if (!ask) throw new Error(`no good request is known for ${operation}`)
    return world().ask({ ...ask, ...change(ask) })
  }
  const nowhere =
    (operation: string): Provoke =>
    () =>
      asked(operation, ({ path }) => ({ path: path.replace(/\/[a-z2-7]{26}/, `/${'a'.repeat(26)}`) }))

  const unconnected =
    (operation: string, form: 'metaForm' | 'googleForm'): Provoke =>
    async () => {
      const { host, ask, newCampaign } = world()
      const given = await addressesOf({ host, ask, campaignId: await newCampaign() })
      return asked(operation, () => ({ path: given[form] }))
    }

  const broken: Provoke = async () => {
    const { host, ask, newCampaign } = world()
    const body = { ...SECRETS.meta, baseUrl: 'http://127.0.0.1:1' }
    await ask({ method: 'PUT', path: '/v1/connections/meta/broken', body, key: host.operatorKey() })
    const hostedForms = { ...HOSTED.hostedForms, meta: { connection: 'broken' } }
    const given = await addressesOf({ host, ask, campaignId: await newCampaign({ hostedForms }) })
    return ask({ method: 'POST', path: given.metaForm, ...PUSHES.meta({ id: '444444444444' }) })
  }

  const newLeadId = async (): Promise<string> => {
    const { ask, campaignId } = world()
    const touch = { url: `https://loan.bank.example/?partner=${PARTNER}` }
    const body = submission(phoneNumber(91), { touch })
    const reply = await ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/leads`, body })
    return (reply.json() as { leadId: string }).leadId
  }

  return {
    'recordClick route_not_found': nowhere('recordClick'),
    'checkLeadForm route_not_found': nowhere('checkLeadForm'),
    'pushLeads route_not_found': nowhere('pushLeads'),
    'checkLeadForm account_not_found': unconnected('checkLeadForm', 'metaForm'),
    'pushLeads account_not_found': unconnected('pushLeads', 'googleForm'),
    'checkLeadForm signature_invalid': () =>
      asked('checkLeadForm', ({ path }) => ({ path: path.replace(/\?.*/, `?${challenge('other')}`) })),
    'pushLeads signature_invalid': () =>
      asked('pushLeads', ({ raw }) => ({ raw: String(raw).replace(SECRETS.google_ads.leadKey, 'other') })),
    'pushLeads provider_unavailable': broken,
    'reportByQuery signature_invalid': () => asked('reportByQuery', ({ path }) => ({ path: `${path}0` })),
    'reportByQuery validation_failed': () => asked('reportByQuery', () => ({ path: signedQuery(PARTNER, {}) })),
    'reportByQuery idempotency_key_reused': async () => {
      const about = { leadId: await newLeadId(), event: 'credited' }
      await asked('reportByQuery', () => ({ path: signedQuery(PARTNER, about) }))
      return asked('reportByQuery', () => ({ path: signedQuery(PARTNER, { ...about, amountFen: '1' }) }))
    },
    'reportByWebhook signature_invalid': () =>
      asked('reportByWebhook', () => ({ body: { ...said(), event: 'applied' } })),
    'reportByWebhook idempotency_key_reused': async () => {
      const about = { leadId: await newLeadId(), event: 'disbursed' }
      const id = unique('message')
      await asked('reportByWebhook', () => signedWebhook(PARTNER, about, { id }))
      return asked('reportByWebhook', () => signedWebhook(PARTNER, { ...about, amountFen: 1 }, { id }))
    },
  }
}
