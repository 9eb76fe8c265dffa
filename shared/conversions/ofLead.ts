import { conversionIdParts } from '../domain/conversion.ts'
import type { Destination } from '../domain/destination.ts'
import type { Milestone } from '../domain/milestone.ts'
import { conversionIdOf } from '../security/blindIndex.ts'

const told = ({ conversions }: Destination): Milestone[] =>
  (Object.keys(conversions) as Milestone[]).filter((milestone) => 'action' in (conversions[milestone] ?? {}))

/** The ids of all conversions that a lead may have at some destinations, and of what takes them back. */
export const conversionIdsOf = (leadId: string, destinations: readonly Destination[]): string[] =>
  destinations.flatMap((destination) =>
    told(destination).flatMap((milestone) => {
      const source = { leadId, milestone, destinationId: destination.id }
      return [conversionIdParts(source), conversionIdParts({ ...source, retracts: true })].map(conversionIdOf)
    }),
  )
