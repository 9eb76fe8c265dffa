import { Problem } from '../../shared/contract/problem.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { base32 } from '../../shared/security/base32.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { KeptExport } from '../../shared/store/audienceExportStore.ts'
import type { AudiencesDeps } from './deps.ts'
import { type Gathered, gather } from './gather.ts'
import { judgeAgain, type Member } from './judge.ts'
import type { Order } from './order.ts'

/** A pack that is about to leave, of the days that were asked for at first; `index` is what its idempotency key is remembered by, `kept` what is remembered. */
export type Pack = Gathered &
  Pick<Order, 'from' | 'to'> & { exportId: string; at: string; index?: string; kept?: KeptExport; replayed: boolean }

/** Who asks, by what key, and for what, in words that are the same when the same is asked for. */
export type Asking = { operatorId: string; key: string | undefined; requestId: string; words: string }

const ID_CHARACTERS = 20

/** DynamoDB reads so many items at once. */
const AT_ONCE = 100

/** The leads of a pack that may still leave, in the order in which they were in it. */
const membersAgain = async (deps: AudiencesDeps, order: Order, leadIds: readonly string[]): Promise<Member[]> => {
  const members = new Map<string, Member>()
  const keep = async (lead: Lead) => {
    const judged = await judgeAgain(deps, order, lead)
    if ('lead' in judged) members.set(lead.leadId, judged)
  }
  for (let from = 0; from < leadIds.length; from += AT_ONCE) {
    const leads = await deps.leads.findAll(leadIds.slice(from, from + AT_ONCE), { consistent: true })
    await Promise.all(leads.map(keep))
  }
  return leadIds.flatMap((leadId) => members.get(leadId) ?? [])
}

const sameWords = ({ fingerprint }: KeptExport, own: string): void => {
  if (fingerprint !== own)
    throw new Problem('idempotency_key_reused', 'Make a new Idempotency-Key for each new export, and each next page.')
}

/** Who is in a pack; with an idempotency key, those who were in it the first time and may still leave. */
export const take = async (deps: AudiencesDeps, order: Order, asking: Asking): Promise<Pack> => {
  const ring = await deps.ring()
  const { operatorId, key, requestId, words } = asking
  const own = blindIndex(
    ring,
    'idempotency',
    'audience',
    operatorId,
    key === undefined ? 'request' : 'key',
    key ?? requestId,
  )
  const [index, exportId] = [own.toString('base64url'), `ax_${base32(own, ID_CHARACTERS)}`]
  const at = deps.now().toISOString()
  const days = { from: order.from, to: order.to }
  if (key === undefined) return { ...(await gather(deps, order)), ...days, exportId, at, replayed: false }

  const fingerprint = blindIndex(ring, 'fingerprint', words).toString('base64url')
  const again = async (kept: KeptExport): Promise<Pack> => {
    sameWords(kept, fingerprint)
    const { leadIds, leftOut, next, uploaded, at: first, from, to } = kept
    const members = uploaded ? [] : await membersAgain(deps, order, leadIds)
    const counted = { leftOut, ...(next !== undefined && { next }), from, to }
    return { members, ...counted, exportId, at: first, index, kept, replayed: true }
  }

  const before = await deps.exports.find(index)
  if (before) return again(before)
  const gathered = await gather(deps, order)
  const { members, leftOut, next } = gathered
  const leadIds = members.map(({ lead }) => lead.leadId)
  const kept: KeptExport = { fingerprint, at, ...days, leadIds, leftOut, ...(next !== undefined && { next }) }
  const stood = await deps.exports.claim(index, kept)
  return stood ? again(stood) : { ...gathered, ...days, exportId, at, index, kept, replayed: false }
}
