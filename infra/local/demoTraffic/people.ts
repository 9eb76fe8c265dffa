import { type Ad, SOURCES } from './ads.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Rhythm } from './rhythm.ts'

/** Most leads that one seed has numbers for, and most seeds. */
export const MOST_LEADS = 100_000
export const MOST_SEEDS = 1000

/** Somebody who comes from an ad. */
export type Visitor = { visitId: string; campaignId: string; ad: Ad; creative: string; at: number }

/** A visitor who leaves a contact; `chance` decides about all that follows. */
export type Person = { n: number; phone: string; visitor: Visitor; chance: Chance }

const visitorOf = (chance: Chance, visitId: string, campaignId: string, ad: Ad, rhythm: Rhythm): Visitor => ({
  visitId,
  campaignId,
  ad,
  creative: chance.oneOf(ad.creatives),
  at: rhythm(chance),
})

/** A synthetic mobile number: the seed, then a number that no two people of the seed share, as 7919 is prime. */
const phoneOf = (seed: number, n: number): string => {
  const own = (n * 7919) % MOST_LEADS
  return `170${String(seed).padStart(3, '0')}${String(own).padStart(5, '0')}`
}

/** The n-th person of a seed, and the visitors who came from the same ad and left nothing. */
export const peopleOf = (seed: number, n: number, rhythm: Rhythm): { person: Person; others: Visitor[] } => {
  const chance = chanceOf('person', seed, n)
  const { campaignId, ads } = chance.weighted(SOURCES)
  const ad = chance.weighted(ads)
  const visitor = visitorOf(chance, `demo-${seed}-${n}-0`, campaignId, ad, rhythm)
  const others = Array.from({ length: Math.round((1 / ad.conversion - 1) * chance.between(0.5, 1.5)) }, (_, i) =>
    visitorOf(chance, `demo-${seed}-${n}-${i + 1}`, campaignId, ad, rhythm),
  )
  return { person: { n, phone: phoneOf(seed, n), visitor, chance }, others }
}
