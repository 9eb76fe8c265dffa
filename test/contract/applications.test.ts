import { beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '../../shared/contract/applications.ts'
import { APPLICANT, RULES } from '../harness/applicationSamples.ts'
import { type Applying, type Customer, startApplying } from '../harness/applying.ts'
import { eventually, type Reply, send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { costOf } from '../harness/requestCost.ts'

let here: Applying
beforeAll(async () => {
  here = await startApplying()
  await here.on.newCampaign('without')
  await here.on.newCampaign('brief', { application: { ...RULES, draftDays: 1 } })
})

const WHOLE = { product: 'whole', amountFen: 30_000_000, termMonths: 12 }
const GOLD = {
  id: 'gold',
  name: '金贷',
  amountFen: { min: 1_000_000, max: 100_000_000 },
  termMonths: { min: 1, max: 60 },
  identity: { idNumber: false, bankCard: false, faceCheck: false },
}
const DAY = 86_400

const begun = async (customer: Customer, body: object = WHOLE): Promise<ApplicationView> => {
  const reply = await here.begin(customer, body)
  expect(reply.status, reply.text).toBe(201)
  return reply.json() as ApplicationView
}

/** A draft of the whole product with all but the face check. */
const filledIn = async (customer: Customer): Promise<ApplicationView> => {
  const { applicationId, version } = await begun(customer)
  const reply = await here.patch(applicationId, customer, version, { applicant: APPLICANT })
  expect(reply.status, reply.text).toBe(200)
  return reply.json() as ApplicationView
}

const fieldsOf = (reply: { problem: () => { errors?: { pointer: string; code: string }[] } }) =>
  (reply.problem().errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)

const eventsOf = (leadId: string, type: string) =>
  here.on.host.busEvents().filter(({ detail }) => detail.leadId === leadId && detail.type === type)

const heard = (leadId: string, type: string) =>
  eventually(
    () => eventsOf(leadId, type),
    (events) => events.length > 0,
  )

type Timeline = { milestones: Record<string, string>; entries: { type: string; details?: Record<string, unknown> }[] }

const timeline = async ({ leadId }: Customer): Promise<Timeline> =>
  (
    await send(here.on.host.url, 'GET', `/v1/leads/${leadId}/timeline`, { key: here.on.host.operatorKey() })
  ).json() as Timeline

describe('a draft', () => {
  it('is begun by a customer, and says in plain words what is missing', async () => {
    const draft = await begun(await here.newCustomer())
    expect(draft).toMatchObject({ version: 1, status: 'draft', ...WHOLE, applicant: {} })
    expect(draft.missing.map(({ field }) => field)).toEqual(['name', 'idNumber', 'bankCard', 'identityCheck'])
    expect(draft.missing[0]?.message).toBe('请填写姓名')
    expect(draft.expiresAt).toBeDefined()
  })

  it('is the same again with the same idempotency key, and another with another', async () => {
    const customer = await here.newCustomer()
    const [first, again, other] = [
      await here.begin(customer, WHOLE, { 'idempotency-key': '"one"' }),
      await here.begin(customer, WHOLE, { 'idempotency-key': '"one"' }),
      await here.begin(customer, WHOLE, { 'idempotency-key': '"two"' }),
    ]
    const idOf = (reply: typeof first) => (reply.json() as ApplicationView).applicationId
    expect(again.text).toBe(first.text)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(idOf(other)).not.toBe(idOf(first))
    const reused = await here.begin(customer, { ...WHOLE, termMonths: 6 }, { 'idempotency-key': '"one"' })
    expect(reused.problem()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
  })

  it.each([
    ['too much money', { amountFen: 50_000_001 }, '/amountFen out_of_range'],
    ['too little money', { amountFen: 999_999 }, '/amountFen out_of_range'],
    ['a fraction of a fen', { amountFen: 1_000_000.5 }, '/amountFen invalid_type'],
    ['too long a time', { termMonths: 37 }, '/termMonths out_of_range'],
    ['another product', { product: 'gold' }, '/product not_an_option'],
  ])('is refused for %s', async (_, change, error) => {
    const reply = await here.begin(await here.newCustomer(), { ...WHOLE, ...change })
    expect(reply.status).toBe(422)
    expect(fieldsOf(reply)).toEqual([error])
  })

  it('needs a token of its own lead that proves the phone', async () => {
    const [mine, theirs] = [await here.newCustomer(), await here.newCustomer()]
    const foreign = await here.begin({ ...mine, leadToken: theirs.leadToken }, WHOLE)
    expect(foreign.problem()).toMatchObject({ status: 403, code: 'wrong_lead' })
    const visit = await here.on.newLead('apply', '13900009999')
    const unproven = await here.begin({ ...mine, ...visit }, WHOLE)
    expect(unproven.problem()).toMatchObject({ status: 403, code: 'phone_not_verified' })
  })

  it('is not to be had of a campaign without products', async () => {
    const reply = await here.begin(await here.newCustomer('without'), WHOLE)
    expect(reply.problem()).toMatchObject({ status: 409, code: 'applications_not_offered' })
  })

  it('goes after its days with all that was filled in, and can then be begun anew', async () => {
    const { expiresAt = '', createdAt } = await begun(await here.newCustomer())
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBeGreaterThan((30 * DAY - 1) * 1000)
    const customer = await here.newCustomer('brief')
    const { applicationId } = await filledIn(customer)
    await here.later(2 * DAY, async () => {
      const gone = await here.on.call('GET', here.at(applicationId), { key: customer.leadToken })
      expect(gone.problem().code).toBe('application_not_found')
      expect((await here.submit(applicationId, customer)).problem().code).toBe('application_not_found')
      expect(await begun(customer)).toMatchObject({ applicationId, version: 1, applicant: {} })
    })
  })
})

describe('a change of a draft', () => {
  it('fills in and takes out, and shows every secret masked', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await filledIn(customer)
    const shown = await here.view(applicationId, customer.leadToken)
    expect(shown).toMatchObject({
      version: 2,
      applicant: { name: '欧**', idNumber: '110***********109X', bankCard: '****0009' },
    })
    expect(shown.missing.map(({ field }) => field)).toEqual(['identityCheck'])
    const headers = { 'if-match': '"2"', 'content-type': 'application/merge-patch+json' }
    const body = { termMonths: 24, applicant: { bankCard: null } }
    const reply = await here.on.call('PATCH', here.at(applicationId), { key: customer.leadToken, body, headers })
    expect(reply.headers.get('etag')).toBe('"3"')
    expect(reply.json()).toMatchObject({ version: 3, termMonths: 24, amountFen: WHOLE.amountFen })
    expect((reply.json() as ApplicationView).applicant).toEqual({ name: '欧**', idNumber: '110***********109X' })
  })

  it.each([
    ['an identity number with a wrong check character', { idNumber: '110101199003071098' }, 'id_number_invalid'],
    ['an identity number with an impossible day', { idNumber: '440301199002300011' }, 'id_number_invalid'],
    ['an identity number with 15 digits', { idNumber: '110105491231002' }, 'id_number_invalid'],
    ['a minor', { idNumber: '110101201503079012' }, 'age_outside'],
    ['somebody too old', { idNumber: '110101194003079013' }, 'age_outside'],
    ['a card number with a wrong digit', { bankCard: '6222021000000000008' }, 'bank_card_invalid'],
  ])('is refused for %s, which is not repeated', async (_, applicant, code) => {
    const customer = await here.newCustomer()
    const { applicationId, version } = await begun(customer)
    const reply = await here.patch(applicationId, customer, version, { applicant })
    expect(reply.status).toBe(422)
    const [[field, value] = ['', '']] = Object.entries(applicant)
    expect(fieldsOf(reply)).toEqual([`/applicant/${field} ${code}`])
    expect(reply.text).not.toContain(value)
  })

  it('must name the version that was read, and one of two at once is too late', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await begun(customer)
    const body = { termMonths: 24 }
    const without = await here.on.call('PATCH', here.at(applicationId), { key: customer.leadToken, body })
    expect(without.problem()).toMatchObject({ status: 428, code: 'version_required' })
    const both = await Promise.all([24, 36].map((termMonths) => here.patch(applicationId, customer, 1, { termMonths })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await here.patch(applicationId, customer, 1, body)).problem().code).toBe('version_stale')
  })

  it.each(['lose', 'drop'] as const)('whose answer the table lost (%s) is answered as what it did', async (kind) => {
    const customer = await here.newCustomer()
    const { applicationId } = await begun(customer)
    here.on.host.engine.fail('PutItem', { kind }, { holding: applicationId })
    const reply = await here.patch(applicationId, customer, 1, { termMonths: 24 })
    expect(reply.status, reply.text).toBe(200)
    expect(await here.view(applicationId, customer.leadToken)).toMatchObject({ version: 2, termMonths: 24 })
  })

  it('is not for another lead, which learns nothing', async () => {
    const [mine, theirs] = [await here.newCustomer(), await here.newCustomer()]
    const { applicationId } = await begun(mine)
    const foreign = await here.patch(applicationId, theirs, 1, { termMonths: 24 })
    const unknown = await here.patch(`ap_${'a'.repeat(20)}`, theirs, 1, { termMonths: 24 })
    expect([foreign.problem().code, unknown.problem().code]).toEqual(['application_not_found', 'application_not_found'])
    expect(foreign.problem().detail).toBe(unknown.problem().detail)
  })
})

describe('a submission', () => {
  it('lists everything that is missing at once', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await begun(customer)
    const reply = await here.submit(applicationId, customer)
    expect(reply.status).toBe(422)
    expect(fieldsOf(reply)).toEqual([
      '/applicant/name required',
      '/applicant/idNumber required',
      '/applicant/bankCard required',
      '/identityCheck required',
    ])
  })

  it('changes the application and the lead together, once, however often and at once it is asked for', async () => {
    const customer = await here.newCustomer()
    const draft = await begun(customer, { product: 'plain', amountFen: 1_000_000, termMonths: 12 })
    const { applicationId } = draft
    await here.patch(applicationId, customer, 1, { applicant: { name: APPLICANT.name } })
    const replies = await Promise.all(Array.from({ length: 5 }, () => here.submit(applicationId, customer)))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(replies[0]?.json()).toMatchObject({ status: 'submitted', version: 3, missing: [] })
    expect(replies[0]?.json()).not.toHaveProperty('expiresAt')
    const [event] = await heard(customer.leadId, 'application.submitted')
    expect(event?.detail).toMatchObject({
      applicationId,
      customerId: expect.stringMatching(/^cu_/),
      data: { mode: 'live' },
    })
    expect((await timeline(customer)).milestones).toHaveProperty('applied')
    expect((await here.submit(applicationId, customer)).text).toBe(replies[0]?.text)
    expect(eventsOf(customer.leadId, 'application.submitted')).toHaveLength(1)
  })

  it.each(['lose', 'drop'] as const)('whose answer the table lost (%s) happened once', async (kind) => {
    const customer = await here.newCustomer()
    const { applicationId } = await begun(customer, { product: 'plain', amountFen: 1_000_000, termMonths: 12 })
    await here.patch(applicationId, customer, 1, { applicant: { name: APPLICANT.name } })
    here.on.host.engine.fail('TransactWriteItems', { kind }, { holding: applicationId })
    const reply = await here.submit(applicationId, customer)
    expect(reply.json()).toMatchObject({ status: 'submitted', version: 3 })
    expect(await heard(customer.leadId, 'application.submitted')).toHaveLength(1)
  })

  it('ends all changes and outlives the days of a draft', async () => {
    const customer = await here.newCustomer()
    const applicationId = await here.submitted(customer)
    const change = await here.patch(applicationId, customer, 3, { termMonths: 6 })
    expect(change.problem()).toMatchObject({ status: 409, code: 'application_submitted' })
    const key = await here.newKey('applications:read')
    const view = await here.later(40 * DAY, () => here.view(applicationId, key))
    expect(view.status).toBe('submitted')
  })

  it('of a second application reaches no milestone twice and tells the bank all the same', async () => {
    const customer = await here.newCustomer()
    const first = await here.submitted(customer)
    const reply = await here.begin(
      customer,
      { product: 'plain', amountFen: 2_000_000, termMonths: 6 },
      { 'idempotency-key': '"second"' },
    )
    const { applicationId } = reply.json() as ApplicationView
    await here.patch(applicationId, customer, 1, { applicant: { name: APPLICANT.name } })
    expect((await here.submit(applicationId, customer)).status).toBe(200)
    const events = await eventually(
      () => eventsOf(customer.leadId, 'application.submitted'),
      (all) => all.length === 2,
    )
    expect(events.map(({ detail }) => (detail as { applicationId?: string }).applicationId).sort()).toEqual(
      [first, applicationId].sort(),
    )
  })
})

const startCheck = (id: string, { leadToken: key }: Customer, body: object = {}) =>
  here.on.call('POST', here.at(id, '/identity-checks'), { key, body })

/** The person stands before the camera of the simulated phone. */
const showFace = async (url: string, verdict: object): Promise<void> => {
  const token = new URL(url).pathname.split('/').at(-1)
  expect((await here.on.outside.ask('POST', '/_sim/face', { token, ...verdict })).status).toBe(201)
}

const checked = async (id: string, customer: Customer, verdict: object): Promise<ApplicationView> => {
  const reply = await startCheck(id, customer)
  expect(reply.status, reply.text).toBe(201)
  await showFace(reply.json().url, verdict)
  return here.view(id, customer.leadToken)
}

describe('what changes cost', () => {
  it('a change is one write; a beginning, a submission and a decision are one transaction each', async () => {
    const customer = await here.newCustomer()
    const key = await here.newKey('decisions:write')
    const cost = async (request: () => Promise<Reply>) => {
      let reply: Reply | undefined
      const { writes } = await costOf(here.on.host.engine, async () => {
        reply = await request()
      })
      expect(reply?.status, reply?.text).toBeLessThan(300)
      return writes
    }
    const plain = { product: 'plain', amountFen: 1_000_000, termMonths: 12 }
    expect(await cost(() => here.begin(customer, plain))).toBe(1)
    const { applicationId } = await begun(customer, plain)
    const applicant = { name: APPLICANT.name }
    expect(await cost(() => here.patch(applicationId, customer, 1, { applicant }))).toBe(1)
    expect(await cost(() => here.submit(applicationId, customer))).toBe(1)
    expect(await cost(() => here.submit(applicationId, customer))).toBe(0)
    const body = { decisionId: 'a', kind: 'declined', at: '2026-11-26T09:00:00Z', reasonCode: 'policy' }
    const decide = () => here.on.call('POST', here.at(applicationId, '/decisions'), { key, body })
    expect([await cost(decide), await cost(decide)]).toEqual([1, 0])
  })
})

describe('an application whose product the campaign no longer has', () => {
  it('can be seen and decided about once it was handed in, and before needs another product', async () => {
    await here.on.newCampaign('changing', { application: RULES })
    const customer = await here.newCustomer('changing')
    const handedIn = await here.submitted(customer)
    const { applicationId } = await begun(customer)
    await here.on.changeCampaign('changing', { application: { ...RULES, products: [GOLD] } })
    expect((await here.view(handedIn, customer.leadToken)).status).toBe('submitted')
    const decision = { decisionId: 'a', kind: 'credited', at: '2026-11-26T09:00:00Z', limitFen: 100, aprBps: 600 }
    const key = await here.newKey('decisions:write')
    const decided = await here.on.call('POST', here.at(handedIn, '/decisions'), { key, body: decision })
    expect(decided.json()).toMatchObject({ status: 'credited' })
    const { missing, version } = await here.view(applicationId, customer.leadToken)
    expect(missing.map(({ field }) => field)).toEqual(['product'])
    expect(fieldsOf(await here.submit(applicationId, customer))).toEqual(['/product not_an_option'])
    const moved = await here.patch(applicationId, customer, version, { product: 'gold' })
    expect((moved.json() as ApplicationView).missing.map(({ field }) => field)).toEqual(['name'])
  })
})

describe('a face check', () => {
  it('is passed when the provider says so, and the application can be handed in', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await filledIn(customer)
    const started = await startCheck(applicationId, customer)
    expect(started.json()).toEqual({ url: expect.stringContaining('/face/'), expiresAt: expect.any(String) })
    expect((await here.view(applicationId, customer.leadToken)).identity.status).toBe('pending')
    expect(fieldsOf(await here.submit(applicationId, customer))).toEqual(['/identityCheck required'])
    await showFace(started.json().url, { verdict: 'pass' })
    const submitted = await here.submit(applicationId, customer)
    expect(submitted.json()).toMatchObject({ status: 'submitted', identity: { status: 'passed', failures: 0 } })
    const [event] = await heard(customer.leadId, 'lead.verified')
    expect(event?.detail).toMatchObject({ applicationId })
    expect((await timeline(customer)).milestones).toHaveProperty('verified')
  })

  it('counts only for the name and number of the application', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await filledIn(customer)
    const other = await checked(applicationId, customer, {
      verdict: 'pass',
      name: '王五',
      idNumber: '440301199001010012',
    })
    expect(other.identity).toMatchObject({ status: 'failed', failures: 1 })
    const own = await checked(applicationId, customer, { verdict: 'pass' })
    expect(own.identity.status).toBe('passed')
    expect((await startCheck(applicationId, customer)).problem().code).toBe('identity_verified')
    const renamed = await here.patch(applicationId, customer, own.version, { applicant: { name: '王五' } })
    expect((renamed.json() as ApplicationView).missing.map(({ field }) => field)).toEqual(['identityCheck'])
  })

  it('is paused for a day after five failures, those that nobody asked about among them', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await filledIn(customer)
    for (let failures = 1; failures <= 4; failures++) {
      const { url } = (await startCheck(applicationId, customer)).json()
      await showFace(url, { verdict: 'fail' })
    }
    expect((await checked(applicationId, customer, { verdict: 'not_live' })).identity).toMatchObject({
      status: 'cooling',
      failures: 5,
    })
    const refused = await startCheck(applicationId, customer)
    expect(refused.problem()).toMatchObject({ status: 429, code: 'too_many_tries' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(DAY - 60)
    const passed = await here.later(DAY + 1, () => checked(applicationId, customer, { verdict: 'pass' }))
    expect(passed.identity.status).toBe('passed')
  })

  it('needs the name and the number, and leads back to allowed pages only', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await begun(customer)
    expect(fieldsOf(await startCheck(applicationId, customer))).toEqual([
      '/applicant/name required',
      '/applicant/idNumber required',
    ])
    const elsewhere = await startCheck(applicationId, customer, { redirectUrl: 'https://evil.example/back' })
    expect(fieldsOf(elsewhere)).toEqual(['/redirectUrl host_not_allowed'])
  })

  it.each(['timeout', '5xx', '429', 'malformed'])(
    'that the provider cannot begin (%s) is 503 and can be tried again',
    async (kind) => {
      const customer = await here.newCustomer()
      const { applicationId } = await filledIn(customer)
      await here.on.outside.breakNext('tencent_cloud', kind as '5xx')
      const reply = await startCheck(applicationId, customer)
      expect(reply.problem()).toMatchObject({ status: 503, code: 'provider_unavailable' })
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await startCheck(applicationId, customer)).status).toBe(201)
    },
  )

  it('whose result the provider cannot tell now stays pending, and is told later', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await filledIn(customer)
    const { url } = (await startCheck(applicationId, customer)).json()
    await showFace(url, { verdict: 'pass' })
    await here.on.outside.breakNext('tencent_cloud', '5xx')
    expect((await here.view(applicationId, customer.leadToken)).identity.status).toBe('pending')
    expect((await here.view(applicationId, customer.leadToken)).identity.status).toBe('passed')
  })
})

describe('a review by an operator', () => {
  const review = async (id: string, body: object, key?: string) =>
    here.on.call('POST', here.at(id, '/identity-review'), {
      key: key ?? (await here.newKey('applications:review')),
      body,
    })

  it('stands for a face check, with its reason in the journal', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await filledIn(customer)
    const reason = 'seen at the counter with the card'
    const reply = await review(applicationId, { verdict: 'passed', reason })
    expect(reply.json()).toMatchObject({ identity: { status: 'passed' } })
    await heard(customer.leadId, 'lead.verified')
    const { entries } = await timeline(customer)
    expect(entries.find(({ type }) => type === 'identity.reviewed')?.details).toMatchObject({
      applicationId,
      verdict: 'passed',
      reason,
      keyId: expect.any(String),
    })
    expect((await review(applicationId, { verdict: 'failed', reason })).problem().code).toBe('identity_verified')
    expect((await here.submit(applicationId, customer)).status).toBe(200)
  })

  it('needs its scope and a reason', async () => {
    const { applicationId } = await filledIn(await here.newCustomer())
    const unscoped = await review(
      applicationId,
      { verdict: 'passed', reason: 'known' },
      await here.newKey('leads:read'),
    )
    expect(unscoped.problem()).toMatchObject({ status: 403, code: 'scope_missing' })
    expect(fieldsOf(await review(applicationId, { verdict: 'passed' }))).toEqual(['/reason required'])
  })
})

describe('an application in the clear', () => {
  it('is for the credit workflow alone, and the journal knows who looked', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await filledIn(customer)
    const full = here.at(applicationId, '?view=full')
    for (const key of [customer.leadToken, await here.newKey('applications:read')])
      expect((await here.on.call('GET', full, { key })).problem()).toMatchObject({ status: 403, code: 'scope_missing' })
    const key = await here.newKey('applications:read', 'applications:read:pii')
    const reply = await here.on.call('GET', full, { key })
    expect(reply.json()).toMatchObject({
      applicant: { name: APPLICANT.name, idNumber: '11010119900307109X', bankCard: '6222021000000000009' },
      phone: customer.phone,
      business: { name: '示例商贸有限公司' },
    })
    const { entries } = await timeline(customer)
    expect(entries.filter(({ type }) => type === 'application.viewed')).toMatchObject([
      { details: { applicationId, keyId: key.slice(3, 15) } },
    ])
  })

  it('is nowhere in the table', async () => {
    const customer = await here.newCustomer()
    await filledIn(customer)
    const stored = JSON.stringify(await allItems(here.on.host.dynamodb))
    expect(stored).toContain(customer.leadId)
    for (const secret of [APPLICANT.name, '11010119900307109', '6222021000000000009', customer.phone])
      expect(stored).not.toContain(secret)
  })
})

describe('a hand-off', () => {
  const handOff = async (id: string, { leadToken: key }: Customer): Promise<string> =>
    (await here.on.call('POST', here.at(id, '/hand-offs'), { key })).json().handOffToken

  const take = (handOffToken: string) => here.on.call('POST', '/v1/hand-offs', { body: { handOffToken } })

  it('lets another device go on, once', async () => {
    const customer = await here.newCustomer()
    const { applicationId, version } = await begun(customer)
    const token = await handOff(applicationId, customer)
    const replies = await Promise.all([take(token), take(token), take(token)])
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 401, 401])
    const taken = replies.find(({ status }) => status === 201)?.json()
    expect(taken).toMatchObject({ applicationId, campaignId: 'apply' })
    const other = { ...customer, leadToken: taken.leadToken }
    expect((await here.patch(applicationId, other, version, { termMonths: 24 })).status).toBe(200)
  })

  it('is taken once also where the days of a limit change', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await begun(customer)
    const window = 30 * 60
    const untilNext = window - (Math.floor(here.on.now().getTime() / 1000) % window)
    const [first, again] = await here.later(untilNext - 5, async () => {
      const token = await handOff(applicationId, customer)
      return [await take(token), await here.later(10, () => take(token))]
    })
    expect([first?.status, again?.status]).toEqual([201, 401])
  })

  it('is good for 15 minutes, and nothing else is one', async () => {
    const customer = await here.newCustomer()
    const { applicationId } = await begun(customer)
    const token = await handOff(applicationId, customer)
    for (const other of ['x', customer.leadToken])
      expect((await take(other)).problem()).toMatchObject({ status: 401, code: 'hand_off_invalid' })
    const late = await here.later(15 * 60 + 1, () => take(token))
    expect(late.problem()).toMatchObject({ status: 401, code: 'hand_off_invalid' })
    expect((await here.on.call('GET', here.at(applicationId), { key: token })).problem().code).toBe('unauthenticated')
  })
})
