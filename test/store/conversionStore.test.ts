import { describe, expect, it } from 'vitest'
import { newRow } from '../../shared/conversions/newRow.ts'
import { begun, closed, ended, parked, planned } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { Destination } from '../../shared/domain/destination.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { conversionKey } from '../../shared/store/keys.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'
import { sampleLead } from './sampleLead.ts'

const NOW = new Date('2026-11-20T09:00:00.000Z')
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000)

const destination = (windowDays = 30): Destination =>
  Destination.parse({
    id: 'tencent',
    platform: 'tencent_ads',
    connection: 'main',
    settings: { windowDays },
    conversions: {},
  })

describe.each(storeEngines)('the ledger on $name', (engine) => {
  const store = useStore(engine)
  const ledger = () => conversionStore(store().table)

  let made = 0
  const newConversion = (windowDays?: number, campaignId = 'spring-loans'): Conversion => {
    const lead = sampleLead(9000 + ++made, { campaignId })
    const at = new Date(Date.parse('2026-11-20T08:00:00.000Z') + made * 1000).toISOString()
    return newRow({ lead, destination: destination(windowDays), milestone: 'captured', action: 'A', at }, NOW)
  }
  const kept = async (row = newConversion()): Promise<Conversion> => {
    await ledger().plan(row)
    return row
  }
  const dueIds = async (at: Date, most = 1000) =>
    (await ledger().due('tencent_ads', at.toISOString(), most)).map(({ conversionId }) => conversionId)

  it('keeps a conversion once, of however many that plan it at once', async () => {
    const row = newConversion()
    const plans = await Promise.all(Array.from({ length: 20 }, () => ledger().plan(row)))
    expect(plans.filter(Boolean)).toHaveLength(1)
    expect(await ledger().find(row.conversionId)).toEqual(row)
  })

  it('lets one of all change a row that read it in the same state', async () => {
    const before = await kept()
    const changes = await Promise.all(
      Array.from({ length: 10 }, () => ledger().change([{ before, after: begun(before, 'way', NOW) }])),
    )
    expect(changes.filter(Boolean)).toHaveLength(1)
    expect(await ledger().find(before.conversionId)).toMatchObject({ status: 'sending', tries: 1, version: 2 })
  })

  it('knows its own change again when the answer to it was lost', async () => {
    const before = await kept()
    store().faults.fail('PutItem', { kind: 'lose' })
    const after = begun(before, 'way', NOW)
    expect(await ledger().change([{ before, after }])).toBe(true)
    expect(await ledger().find(before.conversionId)).toEqual(after)
  })

  it('changes several rows or none', async () => {
    const [first, second] = [await kept(), await kept()]
    await ledger().change([{ before: second, after: begun(second, 'way', NOW) }])
    const changes = [first, second].map((before) => ({ before, after: closed(before, NOW, 'accepted') }))
    expect(await ledger().change(changes)).toBe(false)
    expect(await ledger().find(first.conversionId)).toEqual(first)
  })

  it('finds what is due and nothing else, the nearest deadline first', async () => {
    const rows = [await kept(newConversion(9)), await kept(newConversion(2)), await kept(newConversion(5))]
    const ids = rows.map(({ conversionId }) => conversionId)
    expect(await dueIds(NOW)).not.toEqual(expect.arrayContaining(ids))
    const [nine, two, five] = ids
    expect((await dueIds(later(1))).filter((id) => ids.includes(id))).toEqual([two, five, nine])
    expect(await dueIds(later(1), 1)).toEqual([two])
    for (const row of rows) await ledger().change([{ before: row, after: closed(row, NOW, 'refused', 'test') }])
  })

  it('moves a row to the time at which it is due again, and takes it out at its end', async () => {
    const row = await kept()
    const sending = begun(row, 'way', NOW)
    await ledger().change([{ before: row, after: sending }])
    const again = ended(sending, { outcome: { status: 'retry', reason: 'http_503', afterSeconds: 3600 }, now: NOW })
    await ledger().change([{ before: sending, after: again }])
    expect(await dueIds(later(3500))).not.toContain(row.conversionId)
    expect(await dueIds(later(3700))).toContain(row.conversionId)
    const last = begun(again, 'way', later(3700))
    await ledger().change([{ before: again, after: last }])
    await ledger().change([{ before: last, after: closed(last, later(3700), 'accepted') }])
    expect(await dueIds(later(86_400))).not.toContain(row.conversionId)
  })

  it('leaves out what a message is on its way about', async () => {
    const row = newConversion()
    await ledger().plan(row, { queuedUntil: later(300).toISOString() })
    expect(await dueIds(later(299))).not.toContain(row.conversionId)
    expect(await dueIds(later(300))).toContain(row.conversionId)
    const [waiting] = (await ledger().due('tencent_ads', later(300).toISOString(), 1000)).filter(
      ({ conversionId }) => conversionId === row.conversionId,
    )
    if (!waiting) throw new Error('it does not wait')
    await ledger().queued(waiting, later(900).toISOString())
    expect(await dueIds(later(600))).not.toContain(row.conversionId)
    await ledger().change([{ before: row, after: closed(row, NOW, 'expired') }])
    await ledger().queued(waiting, later(900).toISOString())
    expect(await store().table.get({ pk: waiting.pk, sk: waiting.sk })).toBeUndefined()
  })

  it('keeps parked rows apart until they are planned again', async () => {
    const row = await kept()
    const waits = parked(row, NOW)
    await ledger().change([{ before: row, after: waits }])
    const parkedIds = async () => {
      const ids: string[] = []
      for await (const page of ledger().parked()) ids.push(...page.map(({ conversionId }) => conversionId))
      return ids
    }
    expect(await dueIds(later(3600))).not.toContain(row.conversionId)
    expect(await parkedIds()).toContain(row.conversionId)
    await ledger().change([{ before: waits, after: planned(waits, NOW) }])
    expect(await parkedIds()).not.toContain(row.conversionId)
    expect(await dueIds(later(1))).toContain(row.conversionId)
  })

  it('lists the rows of a campaign, the latest milestone first', async () => {
    const campaignId = 'listed-loans'
    const rows = []
    for (let n = 0; n < 7; n++) rows.push(await kept(newConversion(30, campaignId)))
    const places = rows.map(({ at, conversionId }) => `${at}#${conversionId}`).reverse()
    const first = await ledger().list(campaignId, { limit: 4 })
    expect(first).toEqual(places.slice(0, 4))
    expect(await ledger().list(campaignId, { before: first.at(-1), limit: 4 })).toEqual(places.slice(4))
  })

  it('writes once to begin a sending, and holds nothing about a person', async () => {
    const row = await kept()
    const { seen } = await store().faults.watch(() => ledger().change([{ before: row, after: begun(row, 'way', NOW) }]))
    expect(seen.map(({ operation }) => operation)).toEqual(['PutItem'])
    expect(Object.keys((await store().table.get(conversionKey(row.conversionId))) ?? {}).sort()).toEqual(
      Object.keys({ ...begun(row, 'way', NOW), pk: '', sk: '' }).sort(),
    )
  })
})
