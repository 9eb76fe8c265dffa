import { expect } from 'vitest'
import { KEY_ID } from '../../infra/local/services.ts'
import type { AudienceExport } from '../../shared/contract/audiences.ts'
import type { AudienceKind } from '../../shared/domain/audience.ts'
import { DEFAULT_TIMEZONE, dayBefore, dayOf } from '../../shared/domain/day.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { openKeyRing } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { seal } from '../../shared/security/sealing.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadKey } from '../../shared/store/keys.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { sampleLead } from '../store/sampleLead.ts'
import { startAds } from './adClicks.ts'
import { type Reply, type Send, send } from './client.ts'
import { phoneNumber } from './samples.ts'
import type { TestHost } from './testHost.ts'

/** Whom the consent text of every pack's campaign names. */
const NAMED = ['tencent_ads', 'meta', 'baidu']

const CONSENT = {
  version: '2026-11',
  text: 'Ad platforms are told who was granted a loan.',
  purposes: [
    { id: 'contact' as const, required: true },
    { id: 'ad_measurement' as const, required: false, recipients: NAMED },
    { id: 'cross_border' as const, required: false, recipients: ['meta'] },
  ],
}

export const agreed = (...purposes: Lead['consent']['purposes']): Lead['consent'] => ({
  version: CONSENT.version,
  textHash: 'h'.repeat(43),
  purposes: ['contact', ...purposes],
  recipients: { ad_measurement: NAMED, cross_border: ['meta'] },
  at: '2026-11-20T08:00:00.000Z',
})

/** A destination at Tencent Ads that is told of nothing but packs. */
export const tencent = (changes: Partial<Destination> = {}) => ({
  id: 'tencent',
  platform: 'tencent_ads' as const,
  connection: 'demo',
  conversions: {},
  ...changes,
})

type Body = { campaignId: string } & Record<string, unknown>

/** Campaigns of a host with leads of which packs are made. */
export const startPacks = async (host: TestHost) => {
  const [ads, key] = [startAds(host), host.operatorKey()]
  const table = openTable({ db: dynamoClient(), name: 'tuoke' })
  const ring = await openKeyRing(await keyRingStore(table).load(), kmsKeys({ kms: kmsClient(), keyId: KEY_ID }))
  let made = 99_000

  /** A lead of today or yesterday whose credit stands and who agreed to ad measurement, unless changed; and its phone. */
  const lead = async (campaignId: string, changes: Partial<Lead> = {}): Promise<{ lead: Lead; phone: string }> => {
    const n = ++made
    const receivedAt = new Date(Date.now() - (100_000 - n) * 60_000).toISOString()
    const phone = phoneNumber(n)
    const { leadId } = sampleLead(n)
    const milestones = { captured: receivedAt, applied: receivedAt, credited: receivedAt }
    const own = {
      campaignId,
      receivedAt,
      milestones,
      consent: agreed('ad_measurement'),
      ...seal(ring, leadId, { phone }),
    }
    const whole = sampleLead(n, { ...own, ...changes })
    await leadStore(table).save({ step: 'create', lead: whole }, {})
    return { lead: whole, phone }
  }

  const from = dayBefore(dayOf(new Date().toISOString(), DEFAULT_TIMEZONE), 2)

  /** Asks about the leads of the last days, unless the body names others. */
  const ask = (kind: string, body: object, { query = '', ...more }: Send & { query?: string } = {}): Promise<Reply> =>
    send(host.url, 'POST', `/v1/audiences/${kind}/exports${query}`, { key, body: { from, ...body }, ...more })

  return {
    table,
    ads,
    lead,
    ask,
    campaign: (changes: Parameters<typeof ads.newCampaign>[0] = {}) =>
      ads.newCampaign({ consent: CONSENT, ...changes }),

    /** Writes a lead as it is now. */
    keep: (one: Lead): Promise<unknown> => table.write({ put: { ...leadKey(one.leadId), ...one } }),

    /** Waits until every lead has its place in the roster. */
    settled: async (): Promise<void> => {
      await ads.counted(await ads.newCampaign())
    },

    /** A pack for Tencent Ads as a file, unless the body says otherwise. */
    pack: async (kind: AudienceKind, body: Body, more: Send & { query?: string } = {}): Promise<AudienceExport> => {
      const reply = await ask(kind, { platform: 'tencent_ads', delivery: 'file', ...body }, more)
      expect({ status: reply.status, text: reply.status === 200 ? '' : reply.text }).toEqual({ status: 200, text: '' })
      return reply.json() as AudienceExport
    },

    /** What the journal says of the packs that a lead was in. */
    journal: async ({ leadId }: Lead): Promise<{ text: string; entries: { type: string; details?: object }[] }> => {
      const reply = await send(host.url, 'GET', `/v1/leads/${leadId}/timeline`, { key })
      const { entries } = reply.json() as { entries: { type: string; details?: object }[] }
      return { text: reply.text, entries: entries.filter(({ type }) => type === 'audience.exported') }
    },
  }
}

export type Packs = Awaited<ReturnType<typeof startPacks>>
