import { postbackSignature } from '../../shared/platforms/partners/postback.ts'
import { webhookHeaders } from '../../shared/platforms/standardWebhooks.ts'
import { type Reply, send } from './client.ts'
import { partnerTerms, setPartner } from './partners.ts'
import type { TestHost } from './testHost.ts'

/** The partner's, as Standard Webhooks writes secrets; synthetic. */
export const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='

const now = () => Math.floor(Date.now() / 1000)

const pathOf = (partnerId: string) => `/v1/in/partners/${partnerId}/conversions`

type How = { secret?: string; ts?: number }

const queryOf = (partnerId: string, said: Record<string, string>, { secret = SECRET, ts = now() }: How) => {
  const path = pathOf(partnerId)
  const query = new URLSearchParams({ ...said, ts: String(ts) }).toString()
  return { address: `${path}?${query}`, sign: postbackSignature(secret, { method: 'GET', path, query }) }
}

/** The address of a report by query, its signature in it. */
export const signedQuery = (partnerId: string, said: Record<string, string>, how: How = {}): string => {
  const { address, sign } = queryOf(partnerId, said, how)
  return `${address}&sign=${sign}`
}

let made = 0

/** A report by webhook. */
export const signedWebhook = (
  partnerId: string,
  said: object,
  { secret = SECRET, ts = now(), id = `msg_${++made}` }: How & { id?: string } = {},
): { path: string; body: object; headers: Record<string, string> } => {
  const headers = webhookHeaders([secret], { id, timestamp: String(ts), body: JSON.stringify(said) })
  return { path: pathOf(partnerId), body: said, headers: { 'content-type': 'application/json', ...headers } }
}

/** Partners of a host, and how they report: by a signed query, or by a webhook. */
export const startPartners = (host: TestHost) => {
  return {
    /** Keeps a partner with its secrets, who may bring leads to some campaigns. */
    know: async (partnerId: string, campaignIds: string[] = [], secrets: string[] = [SECRET]): Promise<void> => {
      const terms = campaignIds.length > 0 ? [partnerTerms(campaignIds)] : []
      await setPartner(host, partnerId, { terms, secrets })
    },

    byQuery: (
      partnerId: string,
      said: Record<string, string>,
      { header, ...how }: How & { header?: boolean } = {},
    ): Promise<Reply> => {
      const { address, sign } = queryOf(partnerId, said, how)
      if (header) return send(host.url, 'GET', address, { headers: { 'x-sign': sign } })
      return send(host.url, 'GET', `${address}&sign=${sign}`)
    },

    byWebhook: (
      partnerId: string,
      said: object,
      { instead, ...how }: How & { id?: string; instead?: object } = {},
    ): Promise<Reply> => {
      const { path, body, headers } = signedWebhook(partnerId, said, how)
      return send(host.url, 'POST', path, { body: instead ?? body, headers })
    },
  }
}
