import { checkCase } from './checkCase.ts'
import type { Case, Sorted } from './expected.ts'
import type { Found } from './found.ts'

/** Something that is wrong; `about` is the conversion, where it is about one. */
export type Complaint = { what: string; about?: Case }

/** Everything that is wrong after conversions (C1 to C3). */
export const checkConversions = ({ cases, strangers }: Sorted, published: Found['published']): Complaint[] => [
  ...cases.flatMap((one) => checkCase(one, published).map((what) => ({ what, about: one }))),
  ...strangers.rows.map(({ conversionId }) => ({ what: `the row ${conversionId} is of nothing that happened` })),
  ...strangers.received.map(({ platform, key }) => ({
    what: `${platform} has ${key}, which is of nothing that happened`,
  })),
]

const MOST_SHOWN = 20

const attemptsOf = ({ told, takenBack }: Case): number =>
  [...told.rows, ...takenBack.rows].reduce((sum, { attempts }) => sum + attempts.length, 0)

const linesOf = ({ told, takenBack, person }: Case): string[] => {
  const { leadId, agrees, does, remindedAt, withdrawnAt } = person
  const at = (ms: number | undefined) => (ms === undefined ? '' : new Date(ms).toISOString())
  return [
    `  ${leadId} agrees ${agrees}, then ${does} ${at(remindedAt)}${at(withdrawnAt)}`,
    ...[...told.rows, ...takenBack.rows].map((row) => `  row ${JSON.stringify(row)}`),
    ...[...told.received, ...takenBack.received].map((one) => `  received ${JSON.stringify(one)}`),
  ]
}

/** Complaints as text: the case with the fewest attempts whole, the others in short. */
export const describeConversions = (complaints: readonly Complaint[]): string => {
  const cases = complaints.flatMap(({ about }) => about ?? [])
  const [smallest] = cases.sort((a, b) => attemptsOf(a) - attemptsOf(b))
  const own = complaints.filter(({ about }) => about !== undefined && about === smallest)
  const others = complaints.filter((each) => !own.includes(each))
  return [
    ...(smallest ? ['the smallest case:', ...own.map(({ what }) => `  ${what}`), ...linesOf(smallest)] : []),
    ...others.slice(0, MOST_SHOWN).map(({ what }) => what),
  ].join('\n')
}
