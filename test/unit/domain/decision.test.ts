import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complaintAbout, Decision, DecisionInput, outcomeOf } from '../../../shared/domain/decision.ts'

const at = (hour: number): string => `2026-11-26T${String(hour).padStart(2, '0')}:00:00.000Z`

let made = 0
const decided = (kind: Decision['kind'], hour: number, more: object = {}): Decision =>
  Decision.parse({ decisionId: `d${++made}`, kind, at: at(hour), ...more })

const credited = (hour: number, limitFen: number) => decided('credited', hour, { limitFen, aprBps: 600 })
const declined = (hour: number) => decided('declined', hour, { reasonCode: 'policy' })
const drawn = (hour: number, amountFen: number) => decided('disbursed', hour, { amountFen })
const repaid = (hour: number, amountFen: number) => decided('repaid', hour, { amountFen })
const reversal = (hour: number, { decisionId }: { decisionId: string }) =>
  decided('reversed', hour, { reverses: decisionId })

describe('outcomeOf', () => {
  it.each([
    ['nothing', () => [], { status: 'submitted' }],
    ['a credit', () => [credited(1, 500)], { status: 'credited', limitFen: 500, aprBps: 600 }],
    ['a refusal', () => [declined(1)], { status: 'declined', reasonCode: 'policy' }],
    ['a refusal, then a credit', () => [declined(1), credited(2, 500)], { status: 'credited', limitFen: 500 }],
    ['a credit that came late', () => [declined(2), credited(1, 500)], { status: 'declined' }],
    ['a draw', () => [credited(1, 500), drawn(2, 200)], { status: 'disbursed', limitFen: 500, disbursedFen: 200 }],
    [
      'two draws and a repayment',
      () => [credited(1, 500), drawn(2, 200), drawn(3, 100), repaid(4, 50)],
      { status: 'disbursed', disbursedFen: 300, repaidFen: 50 },
    ],
  ] as const)('of %s', (_, decisions, outcome) => {
    expect(outcomeOf(decisions())).toMatchObject(outcome)
  })

  it('goes back to what was before when the last verdict is reversed', () => {
    const [first, second] = [credited(1, 500), credited(2, 900)]
    expect(outcomeOf([first, second, reversal(3, second)])).toMatchObject({ status: 'credited', limitFen: 500 })
    expect(outcomeOf([first, reversal(3, first)])).toMatchObject({ status: 'submitted' })
  })

  it('knows a reversal that came before what it reverses', () => {
    const draw = drawn(2, 200)
    const decisions = [credited(1, 500), reversal(3, draw), draw]
    expect(outcomeOf(decisions)).toMatchObject({ status: 'credited', disbursedFen: 0 })
  })
})

describe('complaintAbout', () => {
  it.each([
    ['a draw of what was declined', () => [declined(1), drawn(2, 100)], /declined/],
    ['a draw beyond the limit', () => [credited(1, 500), drawn(2, 400), drawn(3, 200)], /limit/],
    [
      'a draw of what a reversed credit allowed',
      () => {
        const credit = credited(2, 500)
        return [declined(1), credit, drawn(3, 100), reversal(4, credit)]
      },
      /declined/,
    ],
    [
      'a second reversal',
      () => {
        const draw = drawn(1, 100)
        return [draw, reversal(2, draw), reversal(3, draw)]
      },
      /reversed before/,
    ],
    [
      'a reversal of a reversal',
      () => {
        const back = reversal(2, drawn(1, 100))
        return [back, reversal(3, back)]
      },
      /cannot be reversed/,
    ],
    [
      'a reversal of itself',
      () => [Decision.parse({ decisionId: 'x', kind: 'reversed', at: at(1), reverses: 'x' })],
      /itself/,
    ],
  ] as const)('is about %s', (_, decisions, complaint) => {
    expect(complaintAbout(decisions())).toMatch(complaint)
  })

  it.each([
    ['a draw whose credit has not come yet', () => [drawn(2, 100)]],
    ['a refusal after a draw', () => [credited(1, 500), drawn(2, 100), declined(3)]],
    ['a draw after a repayment', () => [credited(1, 500), drawn(2, 500), repaid(3, 300), drawn(4, 300)]],
    ['a draw of what was credited after all', () => [declined(1), credited(2, 500), drawn(3, 100)]],
  ] as const)('is not about %s', (_, decisions) => {
    expect(complaintAbout(decisions())).toBeUndefined()
  })
})

describe('DecisionInput', () => {
  const good = { decisionId: 'a', kind: 'disbursed', at: at(1), amountFen: 100 }
  it.each([
    ['a negative amount', { amountFen: -1 }],
    ['a fraction', { amountFen: 1.5 }],
    ['no amount', { amountFen: undefined }],
    ['an amount as text', { amountFen: '100' }],
    ['a limit, which is of a credit', { limitFen: 100 }],
    ['no id', { decisionId: '' }],
    ['no moment', { at: 'yesterday' }],
    ['an unknown kind', { kind: 'approved' }],
  ])('refuses %s', (_, change) => {
    expect(DecisionInput.safeParse({ ...good, ...change }).success).toBe(false)
  })

  it('reads a moment of any zone as UTC', () => {
    expect(DecisionInput.parse({ ...good, at: '2026-11-26T09:00:00+08:00' }).at).toBe('2026-11-26T01:00:00.000Z')
  })
})

const hour = fc.integer({ min: 0, max: 9 })
const fen = fc.integer({ min: 1, max: 5 }).map((step) => step * 100)

/** Up to nine decisions, with ids by their place, some of which reverse others. */
const anyDecisions = fc
  .array(
    fc.record({
      kind: fc.constantFrom('preapproved', 'credited', 'declined', 'disbursed', 'repaid', 'reversed'),
      hour,
      fen,
      of: fc.nat({ max: 8 }),
    }),
    { maxLength: 9 },
  )
  .map((drafts) =>
    drafts.map(({ kind, hour, fen, of }, i) =>
      Decision.parse({
        decisionId: `d${i}`,
        kind,
        at: at(hour),
        ...((kind === 'preapproved' || kind === 'credited') && { limitFen: fen }),
        ...(kind === 'credited' && { aprBps: 600 }),
        ...(kind === 'declined' && { reasonCode: 'policy' }),
        ...((kind === 'disbursed' || kind === 'repaid') && { amountFen: fen }),
        ...(kind === 'reversed' && { reverses: `d${of}` }),
      }),
    ),
  )

/** Takes decisions as they come; those that cannot be are sent again, as long as that changes anything. */
const takenOf = (arriving: readonly Decision[]): Decision[] => {
  const taken: Decision[] = []
  const take = (decision: Decision): boolean => {
    const isKnown = taken.some(({ decisionId }) => decisionId === decision.decisionId)
    if (isKnown || complaintAbout([...taken, decision])) return false
    taken.push(decision)
    return true
  }
  while (arriving.map(take).some(Boolean));
  return taken
}

describe('decisions in any order', () => {
  it('come to the same, shuffled and twice, whenever all of them can be true together', () => {
    const possible = anyDecisions.filter((decisions) => complaintAbout(decisions) === undefined)
    const shuffled = possible.chain((decisions) =>
      fc.tuple(
        fc.constant(decisions),
        fc.shuffledSubarray([...decisions, ...decisions], { minLength: decisions.length * 2 }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([decisions, arriving]) => {
        const taken = takenOf(arriving)
        expect(taken).toHaveLength(decisions.length)
        expect(outcomeOf(taken)).toEqual(outcomeOf(decisions))
      }),
      { numRuns: 2000 },
    )
  })

  it('are refused or not, whatever the order of the list', () => {
    const pair = anyDecisions.chain((decisions) =>
      fc.tuple(fc.constant(decisions), fc.shuffledSubarray(decisions, { minLength: decisions.length })),
    )
    fc.assert(
      fc.property(pair, ([decisions, shuffled]) => {
        expect(complaintAbout(shuffled)).toBe(complaintAbout(decisions))
        expect(outcomeOf(shuffled)).toEqual(outcomeOf(decisions))
      }),
      { numRuns: 2000 },
    )
  })
})
