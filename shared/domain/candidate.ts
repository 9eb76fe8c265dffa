import * as z from 'zod'
import { type Dimensions, NO_DIMENSIONS, Touch, UNKNOWN } from './touch.ts'

/**
 * Where a candidate is known from. What several of them say of one interaction is taken from the one that stands first: the
 * platform before a page, whose address anybody can write, and last a partner, who is paid for it.
 */
export const CANDIDATE_SOURCES = [
  'click_monitor',
  'hosted_form',
  'landing_page',
  'mini_program',
  'first_touch',
  'repeat',
  'partner',
] as const
export const CandidateSource = z.enum(CANDIDATE_SOURCES).meta({ id: 'CandidateSource' })

const DIMENSIONS = Object.keys(NO_DIMENSIONS) as (keyof Dimensions)[]

/** Where a candidate is counted. */
export const CandidateDimensions = z.object(
  Object.fromEntries(DIMENSIONS.map((name) => [name, z.string().max(64)])) as Record<keyof Dimensions, z.ZodString>,
)

const ClickIds = Touch.shape.clickIds.unwrap().extend({
  /** The id that a click monitor or a partner has for the click; no landing page knows it. */
  click_id: z.string().max(255).optional(),
})

/** An ad interaction that a lead may be owed to, as one source told it. It says nothing about the person. */
export const Candidate = z.object({
  at: z.iso.datetime(),
  source: CandidateSource,
  kind: z.enum(['click', 'view']),
  clickIds: ClickIds,
  /** Another id that a second source may know the same interaction by. */
  joinId: z.string().max(128).optional(),
  dimensions: CandidateDimensions,
})
export type Candidate = z.infer<typeof Candidate>

/** One ad interaction, by all the sources that told of it. */
export const Interaction = Candidate.omit({ source: true }).extend({ sources: z.array(CandidateSource).min(1) })
export type Interaction = z.infer<typeof Interaction>

const compare = <T extends number | string>(a: T, b: T): number => (a === b ? 0 : a < b ? -1 : 1)

const textOf = (one: Candidate | Interaction): string => {
  const { at, kind, clickIds, joinId, dimensions } = one
  const sources = 'source' in one ? [one.source] : one.sources
  return JSON.stringify([at, kind, Object.entries(clickIds).sort(), joinId, Object.entries(dimensions).sort(), sources])
}

/** By time. What has the same time goes by its text, so that no order depends on which one came first to us. */
export const byTime = <T extends Candidate | Interaction>(a: T, b: T): number =>
  compare(Date.parse(a.at), Date.parse(b.at)) || compare(textOf(a), textOf(b))

/** Ids mean something within their platform only. */
const idsOf = ({ clickIds, joinId, dimensions: { platform } }: Candidate): string[] =>
  [...Object.values(clickIds), joinId].flatMap((id) => (id === undefined ? [] : [`${platform} ${id}`]))

type Group = { ids: string[]; members: Candidate[] }

/** Candidates that have an id in common, or are linked by others that do. */
const groupsOf = (candidates: readonly Candidate[]): Candidate[][] => {
  let groups: Group[] = []
  for (const candidate of candidates) {
    const ids = new Set(idsOf(candidate))
    const isSame = (group: Group): boolean => group.ids.some((id) => ids.has(id))
    const same = groups.filter(isSame)
    const group = {
      ids: [...ids, ...same.flatMap((one) => one.ids)],
      members: [...same.flatMap(({ members }) => members), candidate],
    }
    groups = [...groups.filter((one) => !isSame(one)), group]
  }
  return groups.map(({ members }) => members)
}

const givenIn = (clickIds: Candidate['clickIds']) => Object.entries(clickIds).filter(([, id]) => id !== undefined)

const knownTo = (candidates: readonly Candidate[], name: keyof Dimensions): string =>
  candidates.map(({ dimensions }) => dimensions[name]).find((value) => value !== UNKNOWN) ?? UNKNOWN

/** What some candidates are together. A page opened again with the same click id is no later click: the first time counts. */
const togetherOf = (members: readonly Candidate[]): Interaction => {
  const believed = members.toSorted(
    (a, b) => CANDIDATE_SOURCES.indexOf(a.source) - CANDIDATE_SOURCES.indexOf(b.source) || byTime(a, b),
  )
  const clicks = members.filter(({ kind }) => kind === 'click')
  const { at, kind } = (clicks.length > 0 ? clicks : members).reduce((a, b) => (byTime(a, b) <= 0 ? a : b))
  const joinId = believed.find((one) => one.joinId !== undefined)?.joinId
  return {
    at,
    sources: [...new Set(believed.map(({ source }) => source))],
    kind,
    clickIds: Object.fromEntries(believed.toReversed().flatMap(({ clickIds }) => givenIn(clickIds))),
    ...(joinId !== undefined && { joinId }),
    dimensions: Object.fromEntries(DIMENSIONS.map((name) => [name, knownTo(believed, name)])) as Dimensions,
  }
}

/** The interactions behind some candidates, by time: those that name the same click are one, with several sources. */
export const interactionsOf = (candidates: readonly Candidate[]): Interaction[] =>
  groupsOf(candidates).map(togetherOf).sort(byTime)
