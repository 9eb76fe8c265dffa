import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { begun } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { secondsBefore } from '../../shared/domain/conversionSchedule.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { eventually } from '../harness/client.ts'
import { type DestinationInput, type Reporting, startReporting, tencent } from '../harness/reporting.ts'
import type { Answer } from '../harness/scriptedPlatform.ts'

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  await on.connect('ocean_engine', { advertiserId: '1' })
  await on.connect('meta', { pixelId: '1', accessToken: 'a-synthetic-token', appSecret: 's', verifyToken: 'v' })
})

const TAKEN = { json: { code: 0 } }

beforeEach(() => on.platform.answer(TAKEN))

/** Ocean Engine cannot tell a repeat. */
const oceanEngine = (settings: DestinationInput['settings'] = {}): DestinationInput => ({
  id: 'ocean',
  platform: 'ocean_engine',
  connection: 'main',
  settings,
  conversions: { captured: { action: 'form' } },
})

const CLICKS = { touch: { url: 'https://loan.bank.example/spring', clickIds: { gdt_vid: 'g1', clickid: 'c1' } } }

const rowOf = async ({ leadId }: Lead): Promise<Conversion> => {
  const row = (await on.rows()).find((one) => one.leadId === leadId)
  if (!row) throw new Error('the lead has no row')
  return row
}

/** A lead whose conversion was planned and, if the platform is up, sent. */
const sent = async (destination = tencent()): Promise<Lead> => {
  const lead = await on.lead(await on.campaign([destination]), CLICKS)
  await on.tell(lead)
  await on.drain()
  return lead
}

/** Sends again what is due after so many seconds. */
const later = async (seconds: number): Promise<void> => {
  on.forward(seconds)
  await on.lookAfter()
  await on.drain()
}

const HANGING: Answer = { act: () => undefined }
const DROPPED: Answer = { act: (response) => response.destroy() }
const ENDLESS: Answer = { act: (response) => response.write(Buffer.alloc(2_000_000, ' ')) }
const NOT_JSON: Answer = { act: (response) => response.end('<html>') }

describe('a destination that fails', () => {
  it.each<[string, Answer, string]>([
    ['with 503', { status: 503, json: {} }, 'http_503'],
    ['with a redirect', { status: 302, headers: { location: '/' }, json: {} }, 'http_302'],
    ['by not answering', HANGING, 'unanswered'],
    ['by dropping the connection', DROPPED, 'unanswered'],
    ['with an answer that has no end', ENDLESS, 'unanswered'],
    ['with an answer that says nothing', NOT_JSON, 'answer_unreadable'],
    ['inside 200', { json: { code: 10000 } }, 'code_10000'],
  ])('%s is told again under the same id', async (_, answer, reason) => {
    const before = on.platform.got.length
    on.platform.answer(answer)
    const lead = await sent()
    expect(await rowOf(lead)).toMatchObject({ status: 'planned', reason, tries: 1 })
    expect(on.platform.got).toHaveLength(before + 1)
    on.platform.answer(TAKEN)
    await later(600)
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 2 })
    const ids = on.platform.got.slice(before).map(({ body }) => JSON.parse(body).actions[0].outer_action_id)
    expect(ids).toEqual([(await rowOf(lead)).conversionId, (await rowOf(lead)).conversionId])
  })

  it('is told again by the schedule, and at last expired, which the bus hears', async () => {
    on.platform.answer({ status: 500, json: {} })
    const lead = await sent(tencent({ settings: { windowDays: 3 } }))
    const secondsUntil = (at: string) => (Date.parse(at) - on.now().getTime()) / 1000
    for (let row = await rowOf(lead); row.status === 'planned'; row = await rowOf(lead)) {
      await later(secondsUntil(row.nextAt) - 1)
      expect((await rowOf(lead)).tries).toBe(row.tries)
      await later(400)
    }
    const row = await rowOf(lead)
    expect(row).toMatchObject({ status: 'expired', reason: 'http_500', event: { type: 'conversion.expired' } })
    const times = row.attempts.map(({ at }) => Date.parse(at) / 1000)
    const waits = times.slice(1).map((at, n) => at - (times[n] ?? 0))
    expect(waits.length).toBeGreaterThan(6)
    for (const [n, waited] of waits.entries())
      expect(waited).toBeGreaterThanOrEqual(secondsBefore(row.conversionId, n + 1))
  }, 60_000)

  it('is left alone for as long as it asks', async () => {
    on.platform.answer({ status: 429, headers: { 'retry-after': '7200' }, json: {} })
    const lead = await sent()
    const { nextAt } = await rowOf(lead)
    expect(Date.parse(nextAt) - on.now().getTime()).toBe(7_200_000)
    on.platform.answer(TAKEN)
    await later(3600)
    expect((await rowOf(lead)).tries).toBe(1)
    await later(3700)
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 2 })
  })

  it('that refuses for good is not told again', async () => {
    on.platform.answer({ json: { code: 31033 } })
    const lead = await sent()
    await later(86_400)
    expect(await rowOf(lead)).toMatchObject({
      status: 'rejected',
      reason: 'code_31033',
      tries: 1,
      event: { type: 'conversion.rejected' },
    })
  })

  it('has a message on its way that comes when the next attempt is due', async () => {
    on.platform.answer({ status: 503, json: {} })
    await sent()
    on.platform.answer(TAKEN)
    expect(on.delayOf('tencent_ads')).toBeGreaterThan(5)
    expect(on.delayOf('tencent_ads')).toBeLessThan(8)
  })
})

describe('a platform that cannot tell a repeat', () => {
  it.each<[string, Answer, string]>([
    ['did not answer', DROPPED, 'unanswered'],
    ['answered nothing', NOT_JSON, 'answer_unreadable'],
    ['stood behind a gateway that gave up', { status: 504, json: {} }, 'http_504'],
  ])('is not told again when it %s', async (_, answer, reason) => {
    on.platform.answer(answer)
    const lead = await sent(oceanEngine())
    expect(await rowOf(lead)).toMatchObject({ status: 'rejected', reason, tries: 1 })
  })

  it('is told again when it said that it did not take it, or was not reached', async () => {
    on.platform.answer({ status: 503, json: {} })
    const lead = await sent(oceanEngine())
    expect(await rowOf(lead)).toMatchObject({ status: 'planned', reason: 'http_503' })
  })

  it('is told again all the same where the destination says so', async () => {
    on.platform.answer(DROPPED)
    const lead = await sent(oceanEngine({ resendsUnanswered: true }))
    expect(await rowOf(lead)).toMatchObject({ status: 'planned', reason: 'unanswered' })
  })
})

describe('a platform that knows a repeat for two days only', () => {
  const meta: DestinationInput = {
    ...tencent({ id: 'meta', platform: 'meta' }),
    conversions: { captured: { action: 'Lead' } },
  }
  const clicked = { touch: { url: 'https://loan.bank.example/spring', clickIds: { fbclid: 'f1' } } }

  /** A lead of which the platform was told, and did not answer or did, and which it refused to hear of for three days since. */
  const told = async (first: Answer, destination = meta): Promise<Lead> => {
    on.platform.answer(first)
    const lead = await on.lead(await on.campaign([destination]), clicked)
    await on.tell(lead)
    await on.drain()
    on.platform.answer({ status: 503, json: {} })
    for (const seconds of [400, 700, 2000, 8000, 20_000, 40_000, 100_000]) await later(seconds)
    on.platform.answer({ json: { events_received: 1 } })
    return lead
  }

  it('is not told again after these of what it may have taken', async () => {
    const lead = await told(DROPPED)
    const { conversionId } = await rowOf(lead)
    const requests = () => on.platform.got.filter(({ body }) => body.includes(conversionId))
    expect(requests()).toHaveLength(8)
    await later(100_000)
    expect(await rowOf(lead)).toMatchObject({ status: 'rejected', reason: 'unanswered', tries: 8 })
    expect(requests()).toHaveLength(8)
  })

  it('is told of what it never took', async () => {
    const lead = await told({ status: 503, json: {} })
    await later(100_000)
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 9 })
  })

  it('is told again all the same where the destination says so', async () => {
    const lead = await told(DROPPED, { ...meta, settings: { resendsUnanswered: true } })
    await later(100_000)
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 9 })
  })
})

describe('senders that begin in the same millisecond', () => {
  it('do not both send', async () => {
    const lead = await on.lead(await on.campaign([oceanEngine()]), CLICKS)
    await on.tell(lead)
    const messages = on.take('ocean_engine')
    const requests = on.platform.got.length
    await Promise.all(Array.from({ length: 4 }, () => on.work(messages)))
    expect(on.platform.got.length - requests).toBe(1)
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 1 })
  })
})

describe('a sender that is gone', () => {
  /** A row as it is when the process ended between the mark and the record. */
  const interrupted = async (destination: DestinationInput, way: string): Promise<Lead> => {
    const lead = await on.lead(await on.campaign([destination]), CLICKS)
    await on.tell(lead)
    const before = await rowOf(lead)
    await on.deps.conversions.change([{ before, after: begun(before, way, on.now()) }])
    return lead
  }

  it('leaves its row to nobody else for a minute, whose message comes again', async () => {
    const before = on.platform.got.length
    await interrupted(tencent(), 'tencent_ads.click_id')
    expect(await on.drain()).toHaveLength(1)
    expect(on.platform.got).toHaveLength(before)
  })

  it('is followed by another, who sends under the same id', async () => {
    const lead = await interrupted(tencent(), 'tencent_ads.click_id')
    await on.drain()
    await later(400)
    await later(400)
    const { attempts, ...row } = await rowOf(lead)
    expect(row).toMatchObject({ status: 'accepted', tries: 2 })
    expect(attempts.map(({ outcome, reason }) => reason ?? outcome)).toEqual(['unanswered', 'accepted'])
  })

  it('is followed by nobody where the platform cannot tell a repeat', async () => {
    const before = on.platform.got.length
    const lead = await interrupted(oceanEngine(), 'ocean_engine')
    await on.drain()
    await later(400)
    expect(await rowOf(lead)).toMatchObject({ status: 'rejected', reason: 'unanswered', tries: 1 })
    expect(on.platform.got).toHaveLength(before)
  })

  it('that comes back is believed when the platform took the conversion', async () => {
    const late = Promise.withResolvers<void>()
    on.platform.answer({
      act: (response) => {
        late.promise.then(() => response.end('{"code":0}'))
      },
    })
    const lead = await on.lead(await on.campaign([oceanEngine()]), CLICKS)
    await on.tell(lead)
    const sending = on.drain(['ocean_engine'])
    await eventually(
      () => rowOf(lead),
      ({ status }) => status === 'sending',
    )
    on.forward(400)
    await on.lookAfter()
    await on.drain(['ocean_engine'])
    expect(await rowOf(lead)).toMatchObject({ status: 'rejected', reason: 'unanswered' })
    late.resolve()
    await sending
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted' })
  })
})

describe('a table that fails when an outcome is to be kept', () => {
  it('keeps no other outcome of the same batch from being kept', async () => {
    const campaignId = await on.campaign([oceanEngine()])
    const leads = [
      await on.lead(campaignId, CLICKS),
      await on.lead(campaignId, CLICKS),
      await on.lead(campaignId, CLICKS),
    ]
    for (const lead of leads) await on.tell(lead)
    const [first] = await Promise.all(leads.map(rowOf))
    const fault = { kind: 'refuse', error: 'ProvisionedThroughputExceededException' } as const
    on.faults.fail('TransactWriteItems', fault, { times: 10, holding: first?.conversionId ?? '' })
    expect(await on.drain()).toHaveLength(3)
    on.faults.heal()
    const statuses = (await Promise.all(leads.map(rowOf))).map(({ status }) => status)
    expect(statuses).toEqual(['sending', 'accepted', 'accepted'])
  })
})

describe('an answer of the table that is lost', () => {
  it('does not make anything be sent twice', async () => {
    const before = on.platform.got.length
    const lead = await on.lead(await on.campaign([tencent()]), CLICKS)
    await on.tell(lead)
    on.faults.fail('PutItem', { kind: 'lose' }, { holding: 'CONVERSION#' })
    await on.drain()
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 1 })
    expect(on.platform.got).toHaveLength(before + 1)
  })
})
