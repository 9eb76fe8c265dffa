import { beforeAll, describe, expect, it } from 'vitest'
import type { Lead } from '../../shared/domain/lead.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { capStore } from '../../shared/store/capStore.ts'
import { challengeKey, idempotencyKey, leadKey } from '../../shared/store/keys.ts'
import {
  type Answered,
  type Guards,
  type LeadChange,
  type LeadStore,
  leadStore,
  type Reach,
} from '../../shared/store/leadStore.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'
import { leadIdOf, rejectedLead, repeatOf, sampleLead } from './sampleLead.ts'

type Step = LeadChange['step']

/** The lead that must be there for a step to be made, and the step. */
const STEPS: Record<Step, { before: (n: number) => Lead | undefined; change: (n: number) => LeadChange }> = {
  create: { before: () => undefined, change: (n) => ({ step: 'create', lead: sampleLead(n) }) },
  accept: { before: rejectedLead, change: (n) => ({ step: 'accept', lead: sampleLead(n) }) },
  repeat: {
    before: sampleLead,
    change: (n) => ({ step: 'repeat', leadId: leadIdOf(n), event: repeatOf(leadIdOf(n), 1) }),
  },
  ignore: { before: sampleLead, change: () => ({ step: 'ignore' }) },
}

/** A lead that keeps a step from being made. */
const OBSTACLES: Partial<Record<Step, (n: number) => Lead>> = {
  create: (n) => sampleLead(n, { cause: 'somebody else' }),
  accept: (n) => sampleLead(n, { cause: 'somebody else' }),
  repeat: rejectedLead,
}

const after = (step: Step, n: number): Lead =>
  step === 'repeat' ? { ...sampleLead(n), event: repeatOf(leadIdOf(n), 1) } : sampleLead(n)

const answeredOf = (n: number): Answered => ({
  status: 201,
  leadId: leadIdOf(n),
  outcome: 'accepted',
  milestones: {},
  next: ['registered'],
  at: '2026-11-20T08:00:00.000Z',
})

const idempotencyOf = (n: number) => ({ index: `index-${n}`, fingerprint: `print-${n}`, answered: answeredOf(n) })
const challengeOf = (n: number) => ({ nonce: `nonce-${n}`, leadId: leadIdOf(n), ttl: 1_800_000_000 })

const GUARDS: Record<string, (n: number) => Guards> = {
  'no guard': () => ({}),
  'an idempotency key': (n) => ({ idempotency: idempotencyOf(n) }),
  'a challenge': (n) => ({ challenge: challengeOf(n) }),
  'an idempotency key and a challenge': (n) => ({ idempotency: idempotencyOf(n), challenge: challengeOf(n) }),
}

const credit = (n: number, at = '2026-11-25T08:00:00.000Z'): Reach => ({
  milestone: 'credited',
  eventId: eventIdOf('application.credited', leadIdOf(n)),
  at,
  amounts: { limitFen: 30_000_000 },
})

const NAMES = Object.keys(STEPS) as Step[]
const COMBINATIONS = NAMES.flatMap((step) => Object.keys(GUARDS).map((guard) => [step, guard] as const))

const SOMEBODY = leadIdOf(1_000_000)

let numbers = 0

describe.each(storeEngines)('leadStore on $name', (engine) => {
  const store = useStore(engine)
  let leads: LeadStore
  beforeAll(() => {
    leads = leadStore(store().table)
  })
  const keep = async (lead: Lead | undefined) => {
    if (lead) await store().table.write({ put: { ...leadKey(lead.leadId), ...lead } })
  }
  const prepared = async (step: Step): Promise<{ n: number; change: LeadChange }> => {
    const n = ++numbers
    await keep(STEPS[step].before(n))
    return { n, change: STEPS[step].change(n) }
  }
  const kept = async (n: number) => ({
    idempotency: await store().table.get(idempotencyKey(`index-${n}`)),
    challenge: await store().table.get(challengeKey(`nonce-${n}`)),
  })

  it.each(COMBINATIONS)('makes the step %s with %s', async (step, guard) => {
    const { n, change } = await prepared(step)
    const guards = GUARDS[guard]?.(n) ?? {}
    expect(await leads.save(change, guards)).toBeUndefined()
    expect(await leads.find(leadIdOf(n))).toEqual(after(step, n))
    const { idempotency, challenge } = await kept(n)
    const { index: _, ...record } = idempotencyOf(n)
    expect(idempotency).toEqual(guards.idempotency && { ...idempotencyKey(`index-${n}`), ...record })
    const { nonce: __, ...use } = challengeOf(n)
    expect(challenge).toEqual(guards.challenge && { ...challengeKey(`nonce-${n}`), ...use })
  })

  it.each(COMBINATIONS.filter(([step]) => OBSTACLES[step]))(
    'shows the lead that is in the way of %s with %s and keeps nothing',
    async (step, guard) => {
      const n = ++numbers
      const obstacle = OBSTACLES[step]?.(n)
      await keep(obstacle)
      expect(await leads.save(STEPS[step].change(n), GUARDS[guard]?.(n) ?? {})).toEqual({
        lead: obstacle,
        answered: undefined,
        challengeUsedBy: undefined,
      })
      expect(await leads.find(leadIdOf(n))).toEqual(obstacle)
      expect(await kept(n)).toEqual({ idempotency: undefined, challenge: undefined })
    },
  )

  it.each(NAMES)('shows what an idempotency key was answered with and does not %s again', async (step) => {
    const { n, change } = await prepared(step)
    await leads.save({ step: 'ignore' }, { idempotency: idempotencyOf(n) })
    const again = { ...idempotencyOf(n), fingerprint: 'another body' }
    const { index: _, ...record } = idempotencyOf(n)
    expect(await leads.save(change, { idempotency: again, challenge: challengeOf(n) })).toMatchObject({
      answered: record,
    })
    expect(await leads.find(leadIdOf(n))).toEqual(STEPS[step].before(n))
    expect((await kept(n)).challenge).toBeUndefined()
  })

  it.each(NAMES)('shows who used a challenge before and does not %s', async (step) => {
    const { n, change } = await prepared(step)
    await leads.save({ step: 'ignore' }, { challenge: { ...challengeOf(n), leadId: SOMEBODY } })
    const guards = { idempotency: idempotencyOf(n), challenge: challengeOf(n) }
    expect(await leads.save(change, guards)).toEqual({
      lead: undefined,
      answered: undefined,
      challengeUsedBy: SOMEBODY,
    })
    expect(await leads.find(leadIdOf(n))).toEqual(STEPS[step].before(n))
    expect((await kept(n)).idempotency).toBeUndefined()
  })

  it('shows everything that is in the way at once', async () => {
    const { n, change } = await prepared('create')
    const guards = { idempotency: idempotencyOf(n), challenge: challengeOf(n) }
    await leads.save(change, guards)
    const { index: _, ...record } = idempotencyOf(n)
    expect(await leads.save(change, guards)).toEqual({
      lead: sampleLead(n),
      answered: record,
      challengeUsedBy: leadIdOf(n),
    })
  })

  describe('a daily cap', () => {
    let terms = 0
    const place = { partnerId: 'pt_agency', mode: 'live', day: '2026-11-20' } as const
    const newCap = (most: number) => ({ ...place, termsId: `terms-${++terms}`, most })

    it('lets in exactly as many leads of those that come at once', async () => {
      const cap = newCap(3)
      const many = Array.from({ length: 12 }, () => ({ step: 'create', lead: sampleLead(++numbers) }) as const)
      const saved = await Promise.all(many.map((change) => leads.save(change, { cap })))
      expect(saved.filter((before) => before === undefined)).toHaveLength(3)
      const reached = { lead: undefined, answered: undefined, challengeUsedBy: undefined, isCapReached: true }
      expect(saved.filter((before) => before !== undefined)).toEqual(Array(9).fill(reached))
      expect(await capStore(store().table).taken(cap)).toBe(3)
    })

    it('counts nothing but leads that are accepted', async () => {
      const cap = newCap(3)
      const { change } = await prepared('accept')
      const none = [await prepared('repeat'), await prepared('ignore')].map((one) => one.change)
      none.push({ step: 'create', lead: rejectedLead(++numbers) })
      for (const one of [change, ...none]) expect(await leads.save(one, { cap })).toBeUndefined()
      expect(await capStore(store().table).taken(cap)).toBe(1)
    })

    it('counts no lead that something else stood in the way of', async () => {
      const cap = newCap(1)
      const n = ++numbers
      await keep(sampleLead(n))
      expect(await leads.save({ step: 'create', lead: sampleLead(n) }, { cap })).toMatchObject({ lead: sampleLead(n) })
      expect(await capStore(store().table).taken(cap)).toBe(0)
    })
  })

  it.each(['accept', 'repeat'] as const)('does not %s a lead that is not there', async (step) => {
    const n = ++numbers
    expect(await leads.save(STEPS[step].change(n), {})).toEqual({
      lead: undefined,
      answered: undefined,
      challengeUsedBy: undefined,
    })
    expect(await leads.find(leadIdOf(n))).toBeUndefined()
  })

  it.each(Object.keys(GUARDS))('makes one of twenty leads created at once with %s', async (guard) => {
    const n = ++numbers
    const guards = GUARDS[guard]?.(n) ?? {}
    const saved = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        leads.save({ step: 'create', lead: sampleLead(n, { cause: `racer ${i}` }) }, guards),
      ),
    )
    expect(saved.filter((before) => before === undefined)).toHaveLength(1)
    const winner = await leads.find(leadIdOf(n))
    expect(winner?.cause).toBe(`racer ${saved.indexOf(undefined)}`)
    for (const before of saved) if (before) expect(before.lead).toEqual(winner)
  })

  it.each(['lose', 'drop'] as const)(
    'finds its own cause in the way when the answer to a creation was lost (%s)',
    async (kind) => {
      const { n, change } = await prepared('create')
      store().faults.fail('PutItem', { kind })
      expect((await leads.save(change, {}))?.lead?.cause).toBe(`request-${n}`)
    },
  )

  it('lets a lead reach a milestone once, with its event', async () => {
    const lead = sampleLead(++numbers)
    await keep(lead)
    expect(await leads.reach(lead, credit(numbers))).toBeUndefined()
    const { milestone, at, eventId: id, amounts } = credit(numbers)
    const event = { id, type: 'application.credited', at, reached: [milestone], amounts } as const
    const credited = { ...lead, milestones: { ...lead.milestones, credited: at }, event }
    expect(await leads.find(lead.leadId)).toEqual(credited)
    expect(await leads.reach(lead, credit(numbers, '2026-11-26T08:00:00.000Z'))).toEqual(credited)
    expect(await leads.find(lead.leadId)).toEqual(credited)
  })

  it('lets one of twenty callers reach a milestone', async () => {
    const lead = sampleLead(++numbers)
    await keep(lead)
    const at = (minute: number) => `2026-11-25T08:${10 + minute}:00.000Z`
    const callers = Array.from({ length: 20 }, (_, minute) => leads.reach(lead, credit(numbers, at(minute))))
    const reached = await Promise.all(callers)
    expect(reached.filter((before) => before === undefined)).toHaveLength(1)
    expect((await leads.find(lead.leadId))?.milestones.credited).toBe(at(reached.indexOf(undefined)))
  })

  it('lets a rejected lead reach nothing, and makes no lead', async () => {
    const rejected = rejectedLead(++numbers)
    await keep(rejected)
    expect(await leads.reach(rejected, credit(numbers))).toEqual(rejected)
    expect(await leads.find(rejected.leadId)).toEqual(rejected)
    const nobody = sampleLead(++numbers)
    await expect(leads.reach(nobody, credit(numbers))).rejects.toThrow()
    expect(await leads.find(nobody.leadId)).toBeUndefined()
  })

  it('finds those of many leads that exist', async () => {
    const existing = [++numbers, ++numbers, ++numbers]
    for (const n of existing) await keep(sampleLead(n))
    const ids = [...existing, ++numbers].map(leadIdOf)
    const found = await leads.findAll(ids)
    expect(found.map(({ leadId }) => leadId).sort()).toEqual(ids.slice(0, 3).sort())
    expect(await leads.findAll([])).toEqual([])
    expect(await leads.find(leadIdOf(++numbers))).toBeUndefined()
  })

  it('creates a lead in one write of two units, and repeats it in one more', async () => {
    const { n, change } = await prepared('create')
    const { faults } = store()
    const { seen } = await faults.watch(async () => {
      await leads.save(change, {})
      await leads.save(STEPS.repeat.change(n), {})
    })
    expect(seen.map(({ operation }) => operation)).toEqual(['PutItem', 'UpdateItem'])
    if (engine.exactCost) expect(seen.map(({ units }) => units)).toEqual([2, 2])
  })
})
