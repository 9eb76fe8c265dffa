import { describe, expect, it } from 'vitest'
import { type Campaign, CampaignSettings } from '../../shared/domain/campaign.ts'
import type { Visit } from '../../shared/domain/lead.ts'
import { NO_DIMENSIONS } from '../../shared/domain/touch.ts'
import { apiKeyStore, type StoredKey } from '../../shared/store/apiKeyStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { connectionKey, quarantineKey, visitKey } from '../../shared/store/keys.ts'
import { quarantineStore } from '../../shared/store/quarantineStore.ts'
import { visitStore } from '../../shared/store/visitStore.ts'
import { campaignSettings } from '../harness/samples.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'

const AT = '2026-11-20T08:00:00.000Z'

const campaign = (campaignId: string, changes: Partial<Campaign> = {}): Campaign => ({
  campaignId,
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  settings: CampaignSettings.parse(campaignSettings()),
  ...changes,
})

describe.each(storeEngines)('records on $name', (engine) => {
  const store = useStore(engine)

  it('campaignStore creates a campaign once', async () => {
    const campaigns = campaignStore(store().table)
    expect(await campaigns.find('created')).toBeUndefined()
    expect(await campaigns.create(campaign('created'))).toBe(true)
    expect(await campaigns.create(campaign('created', { version: 9 }))).toBe(false)
    expect(await campaigns.find('created')).toEqual(campaign('created'))
  })

  it('campaignStore replaces only the version before', async () => {
    const campaigns = campaignStore(store().table)
    await campaigns.create(campaign('replaced'))
    const second = campaign('replaced', { version: 2, updatedAt: '2026-11-21T08:00:00.000Z' })
    expect(await campaigns.replace(second)).toBe(true)
    expect(await campaigns.replace({ ...second, updatedAt: '2026-11-22T08:00:00.000Z' })).toBe(false)
    expect(await campaigns.replace({ ...second, version: 4 })).toBe(false)
    expect(await campaigns.replace(campaign('nowhere', { version: 2 }))).toBe(false)
    expect(await campaigns.find('replaced')).toEqual(second)
  })

  it.each([
    ['other', ['Spring 0', 'Spring 1', 'Spring 2', 'Spring 3']],
    ['equal', ['Spring', 'Spring', 'Spring', 'Spring']],
  ])('campaignStore lets one of several %s replacements at the same moment through', async (which, names) => {
    const campaigns = campaignStore(store().table)
    await campaigns.create(campaign(`raced-${which}`))
    const next = names.map((name) =>
      campaign(`raced-${which}`, { version: 2, settings: CampaignSettings.parse(campaignSettings({ name })) }),
    )
    const results = await Promise.all(next.map(campaigns.replace))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await campaigns.find(`raced-${which}`)).toEqual(next[results.indexOf(true)])
  })

  it.each(['lose', 'drop'] as const)(
    'campaignStore knows its own change when the answer was lost (%s)',
    async (kind) => {
      const campaigns = campaignStore(store().table)
      store().faults.fail('TransactWriteItems', { kind })
      expect(await campaigns.create(campaign(`lost-${kind}`))).toBe(true)
      store().faults.fail('PutItem', { kind })
      const next = campaign(`lost-${kind}`, { version: 2, updatedAt: '2026-11-21T08:00:00.000Z' })
      expect(await campaigns.replace(next)).toBe(true)
    },
  )

  it('campaignStore lists by id, from after a given one', async () => {
    const campaigns = campaignStore(store().table)
    for (const name of ['list-c', 'list-a', 'list-d', 'list-b']) await campaigns.create(campaign(name))
    const ids = async (limit: number, after?: string) =>
      (await campaigns.list(limit, after)).map(({ campaignId }) => campaignId)
    expect(await ids(2, 'list')).toEqual(['list-a', 'list-b'])
    expect(await ids(2, 'list-b')).toEqual(['list-c', 'list-d'])
    expect(await ids(3, 'list-a')).toEqual(['list-b', 'list-c', 'list-d'])
    expect(await ids(1, 'zzz')).toEqual([])
    expect((await ids(100)).length).toBeGreaterThanOrEqual(4)
  })

  it('visitStore keeps the first visit of an id, until its time', async () => {
    const visits = visitStore(store().table)
    const visit: Visit = {
      visitId: 'visit-0001',
      campaignId: 'spring',
      mode: 'live',
      timezone: 'Asia/Shanghai',
      cohortDay: '2026-11-20',
      dimensions: NO_DIMENSIONS,
      at: AT,
      touch: { visitId: 'visit-0001' },
      event: { id: `ev_${'a'.repeat(20)}`, type: 'visit.recorded', at: AT, reached: ['visited'] },
    }
    expect(await visits.find('spring', 'visit-0001')).toBeUndefined()
    await visits.record(visit, 1_800_000_000)
    await visits.record({ ...visit, at: '2026-11-21T08:00:00.000Z' }, 1_900_000_000)
    expect(await visits.find('spring', 'visit-0001')).toEqual(visit)
    expect(await visits.find('autumn', 'visit-0001')).toBeUndefined()
    expect(await store().table.get(visitKey('spring', 'visit-0001'))).toMatchObject({ ttl: 1_800_000_000 })
  })

  it('apiKeyStore keeps the first key of an id until it is removed', async () => {
    const keys = apiKeyStore(store().table)
    const key: StoredKey = {
      keyId: 'abc',
      hash: 'h',
      name: 'one',
      scopes: ['leads:read'],
      createdAt: AT,
      fingerprint: 'f',
    }
    expect(await keys.find('abc')).toBeUndefined()
    expect(await keys.create(key)).toBeUndefined()
    expect(await keys.create({ ...key, name: 'two' })).toEqual(key)
    expect(await keys.find('abc')).toEqual(key)
    expect(await keys.remove('abc')).toBe(true)
    expect(await keys.remove('abc')).toBe(false)
    expect(await keys.find('abc')).toBeUndefined()
  })

  it('connectionStore replaces a connection and remembers when it was first set', async () => {
    const connections = connectionStore(store().table)
    const view = { kind: 'baidu', connectionId: 'main', settings: {}, secrets: ['token'], updatedAt: AT } as const
    const later = { ...view, secrets: [], updatedAt: '2026-11-21T08:00:00.000Z' }
    expect(await connections.put({ ...view, secrets: ['token'] }, { wrappedKey: 'w1', sealed: 's1' })).toBe(true)
    expect(await connections.put(later, { wrappedKey: 'w2', sealed: 's2' })).toBe(false)
    const key = connectionKey('baidu', 'main')
    expect(await store().table.get(key)).toEqual({ ...key, ...later, wrappedKey: 'w2', sealed: 's2', createdAt: AT })
  })

  it('keyRingStore keeps the first ring and says when there is none', async () => {
    const rings = keyRingStore(store().table)
    await expect(rings.load()).rejects.toThrow('no key ring')
    expect(await rings.create({ wrappedKey: 'w', sealed: 's' })).toBe(true)
    expect(await rings.create({ wrappedKey: 'other', sealed: 'other' })).toBe(false)
    expect(await rings.load()).toEqual({ wrappedKey: 'w', sealed: 's' })
  })

  it('quarantineStore keeps a record once, however often it is put aside', async () => {
    const quarantine = quarantineStore(store().table)
    const record = { cause: 'event.type: invalid_value', at: AT, image: { pk: { S: 'LEAD#x' } } }
    await quarantine.add('journal', '000123', record)
    await quarantine.add('journal', '000123', { ...record, at: '2026-11-21T08:00:00.000Z' })
    const key = quarantineKey('journal', '000123')
    expect(await store().table.get(key)).toEqual({ ...key, ...record, at: '2026-11-21T08:00:00.000Z' })
    expect(await store().table.get(quarantineKey('relay', '000123'))).toBeUndefined()
  })
})
