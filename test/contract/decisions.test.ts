import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '../../shared/contract/applications.ts'
import { DECISION_DETAIL_TYPE } from '../../shared/contract/decisionEvent.ts'
import { eventBridgeClient } from '../../shared/runtime/aws/clients.ts'
import { quarantineStore } from '../../shared/store/quarantineStore.ts'
import { type Applying, type Customer, startApplying } from '../harness/applying.ts'
import { eventually, send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { tableOn } from '../harness/tables.ts'
import { BANK } from '../harness/testHost.ts'

let here: Applying
let key: string
beforeAll(async () => {
  here = await startApplying()
  key = await here.newKey('decisions:write', 'applications:read')
})

type Told = { decisionId: string; kind: string; at: string } & Record<string, unknown>

const at = (hour: number): string => `2026-11-26T0${hour}:00:00.000Z`

const CREDITED: Told = { decisionId: 'credit', kind: 'credited', at: at(2), limitFen: 800_000, aprBps: 600 }
const DRAWN: Told = { decisionId: 'draw', kind: 'disbursed', at: at(3), amountFen: 300_000 }
const DECLINED: Told = { decisionId: 'refusal', kind: 'declined', at: at(1), reasonCode: 'policy' }

const HISTORY: Told[] = [
  { decisionId: 'preapproval', kind: 'preapproved', at: at(1), limitFen: 500_000 },
  CREDITED,
  DRAWN,
  { decisionId: 'wrong draw', kind: 'disbursed', at: at(4), amountFen: 400_000 },
  { decisionId: 'back', kind: 'reversed', at: at(5), reverses: 'wrong-draw', reasonCode: 'mistake' },
  { decisionId: 'repayment', kind: 'repaid', at: at(6), amountFen: 100_000 },
].map((told) => ({ ...told, decisionId: told.decisionId.replace(' ', '-') }))

const END = {
  status: 'disbursed',
  outcome: { limitFen: 800_000, aprBps: 600, disbursedFen: 300_000, repaidFen: 100_000 },
}

const decide = (applicationId: string, body: object, as = key) =>
  here.on.call('POST', here.at(applicationId, '/decisions'), { key: as, body })

const applied = async (): Promise<{ customer: Customer; applicationId: string }> => {
  const customer = await here.newCustomer()
  return { customer, applicationId: await here.submitted(customer) }
}

const eventsOf = ({ leadId }: Customer) =>
  here.on.host
    .busEvents()
    .filter(({ detail }) => detail.leadId === leadId && /^application\.(?!started|submitted)/.test(detail.type))

type Timeline = {
  milestones: Record<string, string>
  entries: { type: string; counts: string[]; details?: Record<string, unknown> }[]
}

const timeline = async ({ leadId }: Customer): Promise<Timeline> => {
  const path = `/v1/leads/${leadId}/timeline`
  return (await send(here.on.host.url, 'GET', path, { key: here.on.host.operatorKey() })).json() as Timeline
}

describe('a decision', () => {
  it('changes the application and the lead together, by its own time, and is told with its money', async () => {
    const { customer, applicationId } = await applied()
    expect((await decide(applicationId, CREDITED)).json()).toMatchObject({
      status: 'credited',
      outcome: { limitFen: 800_000, aprBps: 600, disbursedFen: 0 },
      decisions: [CREDITED],
    })
    expect((await decide(applicationId, CREDITED)).json()).not.toHaveProperty('applicant')
    expect((await decide(applicationId, DRAWN)).json()).toMatchObject({ status: 'disbursed' })
    const events = await eventually(
      () => eventsOf(customer),
      (all) => all.length === 2,
    )
    expect(events.map(({ detail }) => detail)).toMatchObject([
      { type: 'application.credited', applicationId, at: at(2), data: { mode: 'live', limitFen: 800_000 } },
      { type: 'application.disbursed', applicationId, at: at(3), data: { disbursedFen: 300_000 } },
    ])
    const { milestones } = await timeline(customer)
    expect(milestones).toMatchObject({ credited: at(2), disbursed: at(3) })
    const { decisions, ...shown } = await here.view(applicationId, customer.leadToken)
    expect([decisions, shown.status]).toEqual([undefined, 'disbursed'])
  })

  it('is taken once: the same again is answered as it stands, other content under its id is refused', async () => {
    const { customer, applicationId } = await applied()
    const replies = await Promise.all(Array.from({ length: 5 }, () => decide(applicationId, CREDITED)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(replies.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(4)
    const other = await decide(applicationId, { ...CREDITED, limitFen: 900_000 })
    expect(other.problem()).toMatchObject({ status: 409, code: 'decision_id_reused' })
    expect((await here.view(applicationId, key)).decisions).toHaveLength(1)
    await eventually(
      () => eventsOf(customer),
      (all) => all.length === 1,
    )
  })

  it('that contradicts what was decided is refused and stays in the journal, once', async () => {
    const { customer, applicationId } = await applied()
    await decide(applicationId, DECLINED)
    for (let time = 0; time < 2; time++)
      expect((await decide(applicationId, DRAWN)).problem()).toMatchObject({ status: 409, code: 'decision_impossible' })
    expect((await here.view(applicationId, key)).status).toBe('declined')
    const refused = (await timeline(customer)).entries.filter(({ type }) => type === 'decision.refused')
    expect(refused).toMatchObject([
      { counts: [], details: { applicationId, decisionId: 'draw', kind: 'disbursed', by: key.slice(3, 15) } },
    ])
    await decide(applicationId, CREDITED)
    expect((await decide(applicationId, DRAWN)).json()).toMatchObject({ status: 'disbursed' })
  })

  it('that is corrected or reversed stays beside what came after', async () => {
    const { applicationId } = await applied()
    const corrected = { ...CREDITED, decisionId: 'correction', at: at(4), limitFen: 600_000 }
    const reversal = { decisionId: 'reversal', kind: 'reversed', at: at(5), reverses: 'correction' }
    await decide(applicationId, CREDITED)
    expect((await decide(applicationId, corrected)).json()).toMatchObject({ outcome: { limitFen: 600_000 } })
    expect((await decide(applicationId, reversal)).json()).toMatchObject({
      outcome: { limitFen: 800_000 },
      decisions: [CREDITED, corrected, reversal],
    })
  })

  it('of a second application of the same lead reaches nothing again, and counts no second limit', async () => {
    const { customer, applicationId } = await applied()
    const second = await here.submitted(customer, { 'idempotency-key': 'second' })
    await decide(applicationId, CREDITED)
    const later = { ...CREDITED, decisionId: 'credit-2', at: at(4), limitFen: 200_000 }
    expect((await decide(second, later)).json()).toMatchObject({ status: 'credited', outcome: { limitFen: 200_000 } })
    const events = await eventually(
      () => eventsOf(customer),
      (all) => all.length === 2,
    )
    expect(events.map(({ detail }) => detail)).toMatchObject([
      { applicationId, data: { limitFen: 800_000 } },
      { applicationId: second, data: expect.not.objectContaining({ limitFen: 200_000 }) },
    ])
    expect((await timeline(customer)).milestones).toMatchObject({ credited: at(2) })
  })

  it.each([
    ['a negative amount', { ...DRAWN, amountFen: -1 }, '/amountFen'],
    ['a fraction of a fen', { ...DRAWN, amountFen: 0.5 }, '/amountFen'],
    ['no limit', { ...CREDITED, limitFen: undefined }, '/limitFen'],
    ['a limit that is none of its own', { ...DRAWN, limitFen: 100 }, '/limitFen'],
    ['an unknown kind', { ...DRAWN, kind: 'approved' }, '/kind'],
    ['no moment', { ...DRAWN, at: 'yesterday' }, '/at'],
  ])('with %s is refused', async (_, body, pointer) => {
    const { applicationId } = await applied()
    const reply = await decide(applicationId, body)
    expect(reply.status).toBe(422)
    expect(reply.problem().errors?.map((error: { pointer: string }) => error.pointer)).toEqual([pointer])
  })

  it('needs an application that was handed in, and its scope', async () => {
    const customer = await here.newCustomer()
    const draft = await here.begin(customer, { product: 'plain', amountFen: 1_000_000, termMonths: 12 })
    const { applicationId } = draft.json() as ApplicationView
    expect((await decide(applicationId, CREDITED)).problem()).toMatchObject({
      status: 409,
      code: 'application_not_submitted',
    })
    expect((await decide(`ap_${'a'.repeat(20)}`, CREDITED)).problem()).toMatchObject({ status: 404 })
    expect((await decide(applicationId, CREDITED, await here.newKey('leads:read'))).problem().code).toBe(
      'scope_missing',
    )
  })
})

/** Tells decisions one by one; those that cannot be yet are told again at the end. */
const tellAll = async (applicationId: string, told: readonly Told[]): Promise<void> => {
  const refused: Told[] = []
  for (const one of told) if ((await decide(applicationId, one)).status === 409) refused.push(one)
  if (refused.length > 0 && refused.length < told.length) await tellAll(applicationId, refused)
}

describe('decisions in any order, each of them twice', () => {
  const orders = fc.sample(fc.shuffledSubarray([...HISTORY, ...HISTORY], { minLength: HISTORY.length * 2 }), {
    numRuns: 6,
    seed: 20_261_126,
  })

  it.each(orders.map((order, n) => ({ n, order })))('come to the same end (order $n)', async ({ order }) => {
    const { customer, applicationId } = await applied()
    await tellAll(applicationId, order)
    expect(await here.view(applicationId, key)).toMatchObject(END)
    const events = await eventually(
      () => eventsOf(customer),
      (all) => all.length >= HISTORY.length,
    )
    expect(new Set(events.map(({ detail }) => detail.id)).size).toBe(HISTORY.length)
    const { entries } = await eventually(
      () => timeline(customer),
      (seen) =>
        seen.entries.filter(({ type }) => /^application\.(?!started|submitted)/.test(type)).length >= HISTORY.length,
    )
    const counted = entries.flatMap(({ counts }) => counts)
    for (const milestone of ['preapproved', 'credited', 'disbursed', 'repaid'])
      expect(counted.filter((count) => count === milestone)).toHaveLength(1)
  })

  it('come to the same end when all are told at once', async () => {
    const { applicationId } = await applied()
    await Promise.all(HISTORY.map((one) => decide(applicationId, one)))
    await tellAll(applicationId, HISTORY)
    expect(await here.view(applicationId, key)).toMatchObject(END)
  })
})

describe('a decision on the bus', () => {
  const put = async (detail: object, source = BANK): Promise<void> => {
    const entry = {
      EventBusName: 'tuoke',
      Source: source,
      DetailType: DECISION_DETAIL_TYPE,
      Detail: JSON.stringify(detail),
    }
    const { FailedEntryCount } = await eventBridgeClient().putEvents({ Entries: [entry] })
    expect(FailedEntryCount).toBe(0)
  }

  /** How many were put aside for a cause. */
  const putAside = async (cause: string): Promise<number> => {
    const { list } = quarantineStore(await tableOn(here.on.host.dynamodb, 'tuoke'))
    return (await list('decisions', 100)).filter((each) => each.cause === cause).length
  }

  it('is taken from a source that is allowed, once however often it comes', async () => {
    const { customer, applicationId } = await applied()
    await put({ applicationId, ...CREDITED })
    await put({ applicationId, ...CREDITED })
    await eventually(
      () => here.view(applicationId, key),
      ({ status }) => status === 'credited',
    )
    await put({ applicationId, ...DRAWN })
    await eventually(
      () => here.view(applicationId, key),
      ({ status }) => status === 'disbursed',
    )
    expect((await here.view(applicationId, key)).decisions).toHaveLength(2)
    expect(eventsOf(customer).filter(({ detail }) => detail.type === 'application.credited').length).toBeLessThan(2)
  })

  it('that says too much is put aside without it', async () => {
    const { applicationId } = await applied()
    const before = await putAside('invalid detail')
    await put({ applicationId, ...CREDITED, decisionId: 'too-much', idNumber: '440301199001010012' })
    await eventually(
      () => putAside('invalid detail'),
      (times) => times === before + 1,
    )
    const stored = JSON.stringify(await allItems(here.on.host.dynamodb))
    expect(stored).toContain('too-much')
    expect(stored).not.toContain('440301199001010012')
  })

  it('comes again as long as the table is out of reach', async () => {
    const { applicationId } = await applied()
    here.on.host.engine.fail('TransactWriteItems', { kind: 'down' }, { times: 8, holding: applicationId })
    await put({ applicationId, ...CREDITED })
    await eventually(
      () => here.view(applicationId, key),
      ({ status }) => status === 'credited',
    )
    here.on.host.engine.heal()
  })

  it('that came too early is put aside, and taken when staff send it again from the console', async () => {
    const customer = await here.newCustomer()
    const draft = (await here.begin(customer, { product: 'plain', amountFen: 1_000_000, termMonths: 6 })).json()
    const { applicationId, version } = draft as ApplicationView
    await put({ applicationId, ...CREDITED })
    const { list } = quarantineStore(await tableOn(here.on.host.dynamodb, 'tuoke'))
    const early = async () =>
      (await list('decisions', 100)).filter(({ cause }) => cause === 'application_not_submitted')
    const [record] = await eventually(early, ({ length }) => length > 0)
    await here.patch(applicationId, customer, version, { applicant: { name: '欧阳金丝雀' } })
    await here.submit(applicationId, customer)

    const { url } = here.on.host
    const headers = { 'sec-fetch-site': 'same-origin' }
    const signedIn = await send(url, 'POST', '/console/session', {
      raw: new URLSearchParams({ key: here.on.host.operatorKey() }),
      headers,
    })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await send(url, 'GET', '/console/trouble', { headers: { cookie } })).text).toContain('重新处理')
    const again = await send(url, 'POST', '/console/trouble', {
      raw: new URLSearchParams({ sequenceNumber: record?.sequenceNumber ?? '' }),
      headers: { ...headers, cookie },
    })
    expect(again.text).toContain('已重新提交处理')
    await eventually(
      () => here.view(applicationId, key),
      ({ status }) => status === 'credited',
    )
    expect(await early()).toEqual([])
  })

  it.each([
    ['of a source that is not allowed', {}, 'someone.else', 'source_not_allowed'],
    ['about an unknown application', { applicationId: `ap_${'a'.repeat(20)}` }, BANK, 'application_not_found'],
    ['that names no application', { applicationId: undefined }, BANK, 'invalid applicationId'],
    ['with a negative amount', { amountFen: -5 }, BANK, 'invalid amountFen'],
    ['with a fraction of a fen', { amountFen: 1.5 }, BANK, 'invalid amountFen'],
    ['that is impossible', { at: at(4) }, BANK, 'decision_impossible'],
    ['under the id of another', { ...DECLINED, reasonCode: 'other' }, BANK, 'decision_id_reused'],
  ])('%s is put aside with its cause and changes nothing', async (_, change, source, cause) => {
    const { applicationId } = await applied()
    await decide(applicationId, DECLINED)
    const before = await putAside(cause)
    const base = 'kind' in change ? {} : DRAWN
    await put({ applicationId, ...base, ...change }, source)
    await eventually(
      () => putAside(cause),
      (times) => times === before + 1,
    )
    expect(await here.view(applicationId, key)).toMatchObject({ status: 'declined', decisions: [DECLINED] })
  })
})
