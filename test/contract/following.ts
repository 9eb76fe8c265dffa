import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { Reply } from '../harness/client.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { type Ask, assertStatus, unique } from './asking.ts'
import type { World } from './world.ts'

/** What good requests about following are about. */
export type Followable = {
  /** A visit that was recorded. */
  visitId: string
  /** Codes of `wx.login`, good once each; none on a host without simulators. */
  loginCodes: string[]
}

const { appId } = MINI_PROGRAM

type Making = Pick<World, 'ask'> & { campaignId: string; login: () => Promise<string> }

/** A recorded visit of a campaign, and logins in its mini program. */
export const makeFollowable = async ({ ask, campaignId, login }: Making): Promise<Followable> => {
  const visitId = unique('visit-follow')
  const body = { visitId, url: 'https://loan.bank.example/' }
  assertStatus(await ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/visits`, body }), 202)
  const loginCodes: string[] = []
  for (let n = 0; n < 12; n++) loginCodes.push(await login())
  return { visitId, loginCodes }
}

/** A good request for every operation about following. */
export const GOOD_OF_FOLLOWING: Record<string, (world: World) => Ask> = {
  createFollowInvitation: ({ leadId, leadToken: key }) => ({
    method: 'POST',
    path: `/v1/leads/${leadId}/follow-invitations`,
    body: { kind: 'app' },
    key,
  }),
  createVisitInvitation: ({ campaignId, followable: { visitId } }) => ({
    method: 'POST',
    path: `/v1/campaigns/${campaignId}/visits/${visitId}/follow-invitations`,
    body: { kind: 'app' },
  }),
  setReminder: ({ leadId, leadToken: key }) => ({
    method: 'POST',
    path: `/v1/leads/${leadId}/reminders`,
    body: { kind: 'mini_program', templateId: 'repayment-due', accepted: true },
    key,
  }),
  startMiniProgramSession: ({ campaignId, followable: { loginCodes } }) => ({
    method: 'POST',
    path: `/v1/campaigns/${campaignId}/mini-program-sessions`,
    body: { appId, code: loginCodes.shift() ?? 'none' },
  }),
  recordActivation: ({ campaignId }) => ({
    method: 'POST',
    path: `/v1/campaigns/${campaignId}/activations`,
    body: { deviceHash: '9e107d9d372bb6826bd81d3542a419d6' },
  }),
}

type Provoke = () => Promise<Reply>
type Means = { world: () => World; withFault: (provider: string, ask: Provoke) => Promise<Reply> }

/** How many new invitations visitors of an address get in an hour. */
const OF_ADDRESS = 30

/** Provokes the problems of the rules about following. */
export const followingProblems = ({ world, withFault }: Means): Record<string, Provoke> => {
  const asked = (operation: string, change: Partial<Ask> = {}): Promise<Reply> => {
    const make = GOOD_OF_FOLLOWING[operation]
    if (!make) throw new Error(`no good request is known for ${operation}`)
    return world().ask({ ...make(world()), ...change })
  }

  /** The same of another campaign. */
  const elsewhere = async (operation: string, settings: Parameters<World['newCampaign']>[0]): Promise<Reply> => {
    const path = GOOD_OF_FOLLOWING[operation]?.(world()).path ?? ''
    const campaignId = await world().newCampaign(settings)
    const visit = { visitId: world().followable.visitId, url: 'https://loan.bank.example/' }
    await world().ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/visits`, body: visit })
    return asked(operation, { path: path.replace(world().campaignId, campaignId) })
  }

  const asNewLead = async (settings: Parameters<World['newCampaign']>[0], kind: string): Promise<Reply> => {
    const path = `/v1/campaigns/${await world().newCampaign(settings)}/leads`
    const captured = await world().ask({ method: 'POST', path, body: submission(phoneNumber(81)) })
    const { leadId, leadToken: key } = captured.json() as { leadId: string; leadToken: string }
    return asked('createFollowInvitation', { path: `/v1/leads/${leadId}/follow-invitations`, key, body: { kind } })
  }

  const newVisit = async (): Promise<string> => {
    const body = { visitId: unique('visit-another'), url: 'https://loan.bank.example/' }
    await world().ask({ method: 'POST', path: `/v1/campaigns/${world().campaignId}/visits`, body })
    return `/v1/campaigns/${world().campaignId}/visits/${body.visitId}/follow-invitations`
  }

  const broken = (provider: string, kind: string, ask: (body: object) => Promise<Reply>) =>
    withFault(provider, () => ask({ kind }))

  return {
    'createFollowInvitation invitation_not_offered': () => asNewLead({}, 'app'),
    'createFollowInvitation provider_unavailable': () =>
      broken('wechat', 'official_account', (body) => asked('createFollowInvitation', { body })),
    'createVisitInvitation campaign_closed': () => elsewhere('createVisitInvitation', { status: 'closed' }),
    'createVisitInvitation visit_not_found': () =>
      asked('createVisitInvitation', {
        path: `/v1/campaigns/${world().campaignId}/visits/visit-unknown/follow-invitations`,
      }),
    'createVisitInvitation invitation_not_offered': () => elsewhere('createVisitInvitation', {}),
    'createVisitInvitation provider_unavailable': () =>
      broken('wecom', 'wecom', (body) => asked('createVisitInvitation', { body })),
    'createVisitInvitation too_many_invitations': async () => {
      for (let given = 0; given < OF_ADDRESS; given++) await asked('createVisitInvitation', { path: await newVisit() })
      return asked('createVisitInvitation', { path: await newVisit() })
    },
    'setReminder idempotency_key_reused': async () => {
      const headers = { 'idempotency-key': `"${unique('key')}"` }
      await asked('setReminder', { headers })
      return asked('setReminder', { headers, body: { kind: 'mini_program', accepted: false } })
    },
    'startMiniProgramSession campaign_closed': () => elsewhere('startMiniProgramSession', { status: 'paused' }),
    'startMiniProgramSession registration_not_offered': () => elsewhere('startMiniProgramSession', {}),
    'startMiniProgramSession code_expired': () =>
      asked('startMiniProgramSession', { body: { appId, code: 'unknown' } }),
    'startMiniProgramSession provider_unavailable': () => withFault('wechat', () => asked('startMiniProgramSession')),
    'recordActivation campaign_closed': () => elsewhere('recordActivation', { status: 'closed' }),
  }
}
