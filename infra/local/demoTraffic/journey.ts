import type { Amounts } from '../../../shared/domain/amounts.ts'
import { type Day, dayOf } from '../../../shared/domain/day.ts'
import { type Chain, hasFollowStep, type Milestone } from '../../../shared/domain/milestone.ts'
import type { Chance } from './chance.ts'

/** A milestone after the contact was left. */
export type Reached = {
  type: string
  milestone: Milestone
  at: string
  amounts?: Amounts
  appliedDay?: Day
}

/** A step: which share of people of average quality takes it, and after how many hours on average. Who misses one that may be missed goes on. */
type Step = { type: string; milestone: Milestone; share: number; hours: number; mayBeMissed?: true }

const HOUR_MS = 3_600_000
const FEN_PER_THOUSAND_YUAN = 100_000

const APPROVED_SHARE = 0.48
const DRAWN_SHARE = 0.72

const stepsOf = (chain: Chain): Step[] => [
  ...(hasFollowStep(chain) ? [{ type: 'lead.followed', milestone: 'followed', share: 0.62, hours: 0.5 } as const] : []),
  ...(chain === 'official_account'
    ? [{ type: 'lead.reminded', milestone: 'reminded', share: 0.5, hours: 0.2, mayBeMissed: true } as const]
    : []),
  { type: 'lead.registered', milestone: 'registered', share: 0.56, hours: 7 },
  ...(chain === 'mini_program'
    ? [{ type: 'lead.verified', milestone: 'verified', share: 0.85, hours: 0.5 } as const]
    : []),
  { type: 'application.submitted', milestone: 'applied', share: 0.63, hours: 26 },
]

/** The steps up to the application, as far as somebody goes; a step's own chance is drawn whether it is reached in time or not. */
const steps = (chain: Chain, quality: number, from: number, chance: Chance): (Step & { ms: number })[] => {
  const taken: (Step & { ms: number })[] = []
  let ms = from
  for (const step of stepsOf(chain)) {
    const isTaken = chance.happens(Math.min(0.95, step.share * quality))
    if (!isTaken && !step.mayBeMissed) break
    if (!isTaken) continue
    ms += Math.floor(chance.wait(step.hours) * HOUR_MS)
    taken.push({ ...step, ms })
  }
  return taken
}

const isoOf = (ms: number): string => new Date(ms).toISOString()

/** The credit workflow's answer to an application, half a day to some two weeks later, and what is drawn of the limit. */
const decisionOn = (applied: number, quality: number, timezone: string, chance: Chance): Reached[] => {
  const appliedDay = dayOf(isoOf(applied), timezone)
  const decided = applied + Math.floor((12 + chance.wait(36) + chance.wait(36)) * HOUR_MS)
  const isCredited = chance.happens(Math.min(0.9, APPROVED_SHARE * quality))
  if (!isCredited) return [{ type: 'application.declined', milestone: 'declined', at: isoOf(decided), appliedDay }]
  const limit = Math.round(chance.between(50, 400) + chance.wait(80))
  const credited: Reached = {
    type: 'application.credited',
    milestone: 'credited',
    at: isoOf(decided),
    appliedDay,
    amounts: { limitFen: limit * FEN_PER_THOUSAND_YUAN },
  }
  if (!chance.happens(DRAWN_SHARE)) return [credited]
  const drawn = Math.max(1, Math.round(limit * chance.between(0.2, 1)))
  const at = isoOf(decided + Math.floor((2 + chance.wait(40)) * HOUR_MS))
  const amounts = { disbursedFen: drawn * FEN_PER_THOUSAND_YUAN }
  return [credited, { type: 'application.disbursed', milestone: 'disbursed', at, amounts }]
}

type Start = { chain: Chain; timezone: string; quality: number; capturedAt: number }

/** What somebody goes on to after leaving the contact, in order; all of it, whether it has come about by now or not. */
export const journeyOf = ({ chain, timezone, quality, capturedAt }: Start, chance: Chance): Reached[] => {
  const taken = steps(chain, quality, capturedAt, chance)
  const reached = taken.map(({ type, milestone, ms }): Reached => ({ type, milestone, at: isoOf(ms) }))
  const last = taken.at(-1)
  if (last?.milestone !== 'applied') return reached
  return [...reached, ...decisionOn(last.ms, quality, timezone, chance)]
}
