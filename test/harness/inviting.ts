import { randomUUID } from 'node:crypto'
import type { InvitationKind } from '../../shared/contract/following.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import { send } from './client.ts'
import { startOnboarding, type Visit } from './onboarding.ts'

/** Every kind of invitation, by the demo connections. */
export const INVITATIONS = {
  official_account: { connection: 'demo' },
  wecom: { connection: 'demo', userIds: ['wang.min'] },
  mini_program: { connection: 'demo', path: 'pages/apply/index' },
  app: { url: 'https://app.bank.example/download/{id}' },
}

type Received = { path: string; body: string }

/** The onboarding function with ways to ask for invitations, and what the platforms were asked for. */
export const startInviting = async () => {
  const on = await startOnboarding()
  const asked = async (provider: string, path: string): Promise<Record<string, unknown>[]> => {
    const requests: Received[] = await on.outside.requests(provider)
    return requests.filter((request) => request.path.endsWith(path)).map(({ body }) => JSON.parse(body))
  }
  return {
    on,
    /** The bodies of what was asked of a platform, the newest first. */
    codesAsked: () => asked('wechat', '/qrcode/create'),
    waysAsked: () => asked('wecom', '/add_contact_way'),

    /** The same lead with a token of the test's time. */
    today: async ({ leadId, address }: Visit): Promise<Visit> => ({
      leadId,
      leadToken: signLeadToken(await on.installation.ring(), leadId, on.now().toISOString()),
      ...(address !== undefined && { address }),
    }),

    inviteLead: ({ leadId, leadToken: key, address }: Visit, kind: InvitationKind | string) =>
      on.call('POST', `/v1/leads/${leadId}/follow-invitations`, { key, body: { kind }, address }),

    /** A visit that was recorded. */
    newVisit: async (campaignId: string, more: object = {}): Promise<string> => {
      const visitId = `visit-${randomUUID()}`
      const body = { visitId, url: 'https://loan.bank.example/?gdt_vid=wx0ab', ...more }
      const reply = await send(on.host.url, 'POST', `/v1/campaigns/${campaignId}/visits`, { body })
      if (reply.status !== 202) throw new Error(`no visit: ${reply.text}`)
      return visitId
    },

    inviteVisit: (campaignId: string, visitId: string, kind: InvitationKind | string, address: string) =>
      on.call('POST', `/v1/campaigns/${campaignId}/visits/${visitId}/follow-invitations`, { body: { kind }, address }),
  }
}

export type Inviting = Awaited<ReturnType<typeof startInviting>>
