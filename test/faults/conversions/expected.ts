import type { DestinationPlatform } from '../../../shared/domain/destination.ts'
import { TARGETS, type Target } from './campaigns.ts'
import type { Found, Received, Row } from './found.ts'
import { campaignIdOf, type Person } from './people.ts'

/** What was found of something that was to be told: its rows, and what the platform has of it. */
export type Traces = { rows: Row[]; received: Received[] }

/** A conversion that there must be: what was found of it, and of its being taken back. */
export type Case = {
  person: Person
  target: Target
  milestone: 'visited' | 'captured'
  action: string
  told: Traces
  takenBack: Traces
}

/** What was found, sorted; `strangers` belong to nobody. */
export type Sorted = { cases: Case[]; strangers: Traces }

type Ids = Record<string, string | undefined>

/** The click that an event was told with, in each platform's own fields. */
const CLICK_IN: Record<DestinationPlatform, (fields: never) => string | undefined> = {
  tencent_ads: ({ trace }: { trace?: Ids }) => trace?.click_id,
  ocean_engine: ({ context }: { context: { ad: Ids } }) => context.ad.callback,
  kuaishou: ({ callback }: Ids) => callback,
  baidu: ({ logidUrl }: Ids) => new URL(logidUrl ?? '').searchParams.get('bd_vid') ?? undefined,
  meta: ({ user_data }: { user_data: Ids }) => user_data.fbc?.split('.').slice(3).join('.'),
  google_ads: ({ adIdentifiers }: { adIdentifiers?: Ids }) => adIdentifiers?.gclid,
  partner: ({ data }: { data: { clickIds?: Ids } }) => data.clickIds?.gdt_vid,
}

/** The click that a platform was told of. */
export const clickIdIn = ({ platform, fields }: Received): string => CLICK_IN[platform](fields as never) ?? ''

/** How Baidu's simulator names what is taken back there. */
const TAKES_BACK = 'invalid '

const hasRow = ({ rows }: Traces, { key }: Received): boolean => rows.some((row) => key.includes(row.conversionId))

/** Of which of somebody's conversions a platform has this: by our id where it goes along, else by what the platform calls it. */
const tracesOf = (own: readonly Case[], one: Received): Traces | undefined => {
  const { key, action } = one
  if (/cv_[a-z2-7]{20}/.test(key))
    return own.flatMap(({ told, takenBack }) => [told, takenBack]).find((traces) => hasRow(traces, one))
  if (action.startsWith(TAKES_BACK)) return own.find((each) => action === `${TAKES_BACK}${each.action}`)?.takenBack
  return own.find((each) => action === each.action)?.told
}

/** All of a person's, by what the person did. */
const casesOf = (person: Person): Case[] =>
  TARGETS[person.campaign].flatMap((target) =>
    (['visited', 'captured'] as const).flatMap((milestone) => {
      const action = target.told[milestone]
      if (action === undefined) return []
      const traces = (): Traces => ({ rows: [], received: [] })
      return [{ person, target, milestone, action, told: traces(), takenBack: traces() }]
    }),
  )

const nameOf = (leadId: string, destinationId: string, milestone: string): string =>
  `${leadId} ${destinationId} ${milestone}`

const sortRows = (rows: readonly Row[], cases: readonly Case[]): Row[] => {
  const byName = new Map(cases.map((one) => [nameOf(one.person.leadId, one.target.id, one.milestone), one]))
  return rows.filter((row) => {
    const owner = byName.get(nameOf(row.leadId, row.destinationId, row.milestone))
    const isOwn = owner?.target.platform === row.platform && campaignIdOf(owner.person) === row.campaignId
    if (isOwn) (row.retracts === undefined ? owner.told : owner.takenBack).rows.push(row)
    return !isOwn
  })
}

const sortReceived = (received: readonly Received[], cases: readonly Case[]): Received[] => {
  const ofClick = (platform: string, id: string): string => `${platform} ${id}`
  const byClick = Map.groupBy(
    cases.flatMap((one) =>
      Object.values(one.person.clickIds).map((id) => [ofClick(one.target.platform, id), one] as const),
    ),
    ([click]) => click,
  )
  return received.filter((one) => {
    const own = byClick.get(ofClick(one.platform, clickIdIn(one))) ?? []
    const traces = tracesOf(
      own.map(([, each]) => each),
      one,
    )
    traces?.received.push(one)
    return !traces
  })
}

/** Sorts what was found by the conversions that people must have come to, which follow from what they did. */
export const sortOut = ({ rows, received }: Found, people: readonly Person[]): Sorted => {
  const cases = people.flatMap(casesOf)
  const strangers = { rows: sortRows(rows, cases), received: [] as Received[] }
  strangers.received = sortReceived(received, cases)
  return { cases, strangers }
}
