import { NotPossible } from '../control.ts'
import { type Attempt, attemptUntil } from '../deliveries/attempt.ts'
import type { World } from '../world.ts'
import type { AdPlatform } from './adPlatform.ts'

/** Where the API is, which platforms tell of clicks and leads. Fails when there is none. */
export const apiOf = ({ api }: Pick<World, 'api'>): string => {
  const base = api()
  if (base === undefined) throw new NotPossible('There is no API to tell, or it does not answer yet.')
  return base
}

/** The platform of a name. */
export const platformOf = (platforms: readonly AdPlatform[], name: string): AdPlatform => {
  const found = platforms.find((each) => each.name === name)
  if (!found) throw new NotPossible('There is no such platform.')
  return found
}

type Telling = { times: number; isTaken: (status: number) => boolean }
type RequestAt = Parameters<typeof attemptUntil>[1]

/** Tells the API the same so many times over, each time until it is taken or given up. */
export const tell = async (
  { now, patience }: World,
  { times, isTaken }: Telling,
  requestAt: RequestAt,
): Promise<Attempt[]> => {
  const keep: Attempt[] = []
  const ends = ({ status }: Attempt) => status !== undefined && isTaken(status)
  for (let left = times; left > 0; left--) await attemptUntil({ now, patience, keep, ends }, requestAt)
  return keep
}
