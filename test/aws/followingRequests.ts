import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { Outside } from '../harness/outside.ts'

/** What the campaign of these requests invites to. */
export const INVITATIONS = {
  app: { url: 'https://app.bank.example/{id}' },
  official_account: { connection: 'own' },
  mini_program: { connection: 'demo', path: 'pages/apply/index' },
}

const VISIT = 'visit-of-calls'

type Lead = { leadId: string; leadToken: string }
type Post = (
  name: string,
  status: number,
  path: string,
  body: object,
  headers?: Record<string, string>,
) => Promise<unknown>

/** Asks for invitations, a reminder, an activation and a session of the mini program; `CAMPAIGN` stands for the campaign's path. */
export const askToFollow = async (outside: Outside, person: string, { leadId, leadToken }: Lead, post: Post) => {
  const headers = { authorization: `Bearer ${leadToken}` }
  await post('capture', 202, 'CAMPAIGN/visits', { visitId: VISIT, url: 'https://loan.bank.example/?gdt_vid=g1' })
  await post('capture', 202, 'CAMPAIGN/activations', { visitId: VISIT })
  await post('onboarding', 201, `CAMPAIGN/visits/${VISIT}/follow-invitations`, { kind: 'app' })
  await post('onboarding', 201, `/v1/leads/${leadId}/follow-invitations`, { kind: 'app' }, headers)
  const reminder = { kind: 'mini_program', accepted: true }
  const once = { ...headers, 'idempotency-key': '"reminder"' }
  await post('onboarding', 201, `/v1/leads/${leadId}/reminders`, reminder, once)
  const touch = { clickIds: { gdt_vid: 'g2' } }
  const { code } = (await outside.ask('POST', '/_sim/wechat/login-codes', { person })).json() as { code: string }
  await post('onboarding', 201, 'CAMPAIGN/mini-program-sessions', { appId: MINI_PROGRAM.appId, code, touch })
}
