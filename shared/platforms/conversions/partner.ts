import { isIP } from 'node:net'
import { atBase } from '../ownAddress.ts'
import { webhookHeaders } from '../standardWebhooks.ts'
import { type Adapter, JSON_HEADERS, unixSeconds } from './adapter.ts'
import { ACCEPTED, forAll, rejected, retry } from './verdicts.ts'

/** A partner's endpoint, and its secrets (`whsec_…`): the current one, and while it is replaced the one before. */
export type PartnerAccount = { url: string; secret: string; previousSecret?: string; baseUrl?: string }

const GONE = 410

const INTERNAL_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/

/** Whether an address may be a partner's: by name, over TLS, at the usual port. Which address the name has is checked when it is called. */
export const isPublicAddress = (address: string): boolean => {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') return false
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '')
  return host.includes('.') && isIP(host) === 0 && !INTERNAL_NAME.test(host)
}

/** Tells a partner by a message as Standard Webhooks has it. Nothing about the person goes along. */
export const partner: Adapter<PartnerAccount> = {
  id: 'partner',
  batch: 1,
  // The schedule of Standard Webhooks ends in the fourth day.
  windowDays: 4,
  windowFrom: 'event',

  unfit(event, { url }) {
    if (!isPublicAddress(url)) return 'address_not_public'
    return /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/.test(event.action) ? undefined : 'action_invalid'
  },

  buildRequest([event], { url, secret, previousSecret, baseUrl }, _settings, { now }) {
    const { id, action, milestone, at, click, valueFen, retracts } = event
    const data = { conversionId: id, milestone, clickIds: click?.ids, valueFen, retracts }
    const body = JSON.stringify({ type: action, timestamp: at, data })
    const timestamp = String(unixSeconds(now.toISOString()))
    const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret]
    return {
      url: atBase(url, baseUrl),
      method: 'POST',
      headers: { ...JSON_HEADERS, ...webhookHeaders(secrets, { id, timestamp, body }) },
      body,
    }
  },

  /** Success is 2xx and nothing else; an endpoint that is gone wants no more. */
  readAnswer({ status }, events) {
    if (status >= 200 && status < 300) return forAll(events, ACCEPTED)
    return forAll(events, status === GONE ? rejected('gone') : retry(`http_${status}`))
  },
}
