import { DecisionAbout } from '../domain/decision.ts'

/** The `detail-type` of a decision that the credit workflow puts on the bus. */
export const DECISION_DETAIL_TYPE = 'credit.decision'

/** The `detail` of such an event: a decision, and the application that it is about. */
export const DecisionDetail = DecisionAbout.meta({
  id: DECISION_DETAIL_TYPE,
  description:
    'The credit workflow decided about an application. It counts once per `decisionId`, in whatever order it comes, from a source that is allowed.',
})

/** The names of all that such a `detail` may hold. */
export const DECISION_FIELDS: ReadonlySet<string> = new Set(
  DecisionAbout.options.flatMap(({ shape }) => Object.keys(shape)),
)
