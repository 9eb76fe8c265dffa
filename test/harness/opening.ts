import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { eventually, send } from './client.ts'
import { startInviting } from './inviting.ts'

export type Session = { leadId: string; leadToken: string; milestones: Record<string, string>; next: string[] }

/** The onboarding function with a mini program that people open, and what becomes of them. */
export const startOpening = async () => {
  const inviting = await startInviting()
  const { on } = inviting
  const key = on.host.operatorKey()

  const loginCode = async (person: string): Promise<string> => {
    const reply = await on.outside.ask('POST', '/_sim/wechat/login-codes', { person })
    return (reply.json() as { code: string }).code
  }

  const startSession = (campaignId: string, body: object) =>
    on.call('POST', `/v1/campaigns/${campaignId}/mini-program-sessions`, { body })

  /** Somebody with a phone opens the mini program. */
  const open = async (campaignId: string, person: string, more: object = {}): Promise<Session> => {
    const reply = await startSession(campaignId, { appId: MINI_PROGRAM.appId, code: await loginCode(person), ...more })
    if (reply.status !== 201) throw new Error(`not opened: ${reply.text}`)
    return reply.json() as Session
  }

  const leadOf = async (leadId: string): Promise<Lead> => {
    const lead = await leadStore(on.installation.table).find(leadId)
    if (!lead) throw new Error('no lead')
    return lead
  }

  type Entry = { type: string; counts: string[]; details?: { touch?: { clickIds?: object } } }
  const timeline = async (leadId: string): Promise<Entry[]> => {
    const reply = await send(on.host.url, 'GET', `/v1/leads/${leadId}/timeline`, { key })
    return (reply.json() as { entries: Entry[] }).entries
  }

  return {
    ...inviting,
    loginCode,
    startSession,
    open,
    leadOf,
    /** What the journal says of a lead, once it says so many things. */
    entries: (leadId: string, many: number): Promise<Entry[]> =>
      eventually(
        () => timeline(leadId),
        (entries) => entries.length >= many,
      ),
    /** What a campaign counted, once it is what is expected. */
    counts: async (campaignId: string, expected: Record<string, number>): Promise<Record<string, number>> => {
      const path = `/v1/reports/funnel?campaign=${campaignId}&from=2026-01-01&to=2026-12-31`
      const asked = async () => {
        const report = (await send(on.host.url, 'GET', path, { key })).json() as {
          total: { counts: Record<string, number> }
        }
        return Object.fromEntries(Object.keys(expected).map((name) => [name, report.total.counts[name] ?? 0]))
      }
      return eventually(asked, (counts) => JSON.stringify(counts) === JSON.stringify(expected))
    },
  }
}

export type OpeningWorld = Awaited<ReturnType<typeof startOpening>>
