import * as z from 'zod'
import { NotPossible } from '../control.ts'
import type { Session } from '../people/people.ts'

const PATIENCE_MS = 10_000

const Terms = z.object({
  consent: z.object({
    version: z.string(),
    purposes: z.array(z.object({ id: z.string(), required: z.boolean() })),
  }),
})
const Lead = z.object({ leadId: z.string(), leadToken: z.string() })
const Registered = z.object({ leadToken: z.string() })
const Refused = z.object({ code: z.string() })

/** What the API answered: its status, its words, and the code of a problem. */
type Answer = { status: number; body: unknown; code?: string }

/** The calls that a mini program makes of the API; it is no browser, so it names no origin. */
export const miniProgramClient = (api: () => string | undefined) => {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    try {
      const response = await fetch(`${api()}/v1/${path}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
      const answered: unknown = await response.json()
      const code = Refused.safeParse(answered).data?.code
      return { status: response.status, body: answered, ...(code && { code }) }
    } catch {
      throw new NotPossible('There is no API to call, or it does not answer.')
    }
  }

  const post = (path: string, body: object, token?: string): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    return ask(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  /** What the person agrees to: all that the campaign requires. */
  const consentTo = async (campaignId: string) => {
    const terms = Terms.safeParse((await ask(`campaigns/${campaignId}`, { method: 'GET' })).body).data?.consent
    const purposes = terms?.purposes.filter(({ required }) => required).map(({ id }) => id)
    return terms && { version: terms.version, purposes }
  }

  return {
    /** Signs in: `mini-program-sessions`. */
    startSession: async (campaignId: string, body: object) => {
      const answer = await post(`campaigns/${campaignId}/mini-program-sessions`, body)
      return { ...answer, lead: Lead.safeParse(answer.body).data }
    },

    /** Registers the lead of a session, with consent to all that the campaign requires. */
    register: async (campaignId: string, { leadId, leadToken }: Session, body: object) => {
      const consent = await consentTo(campaignId)
      const answer = await post(`leads/${leadId}/registration`, { ...body, consent }, leadToken)
      return { ...answer, leadToken: Registered.safeParse(answer.body).data?.leadToken }
    },
  }
}
