import { setTimeout as pause } from 'node:timers/promises'
import { DestinationPlatform } from '../../../shared/domain/destination.ts'
import { eventually, send } from '../../harness/client.ts'
import type { Random } from '../random.ts'
import { clickIdIn } from './expected.ts'
import { receivedBy } from './found.ts'
import { type LeavingPlace, leave } from './leave.ts'
import type { Person } from './people.ts'

const ROUNDS = 2
const PEOPLE = 10
const FIRST = 2

/** So long after each other people come, for what comes together is worked on together. */
const APART_MS = 100

/** With one dead, others may be told so much later than with none, for this machine does other things too. */
const SLOWER = { times: 2, ms: 500 }

/** As long as a dead one may hold others up before this fails for another reason. */
const PATIENCE_SECONDS = 60

/** What nine of ten values are not above. */
const mostOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.9)] ?? 0

type Place = LeavingPlace & { simulators: string }

type Came = { person: Person; at: number }

/** How many milliseconds after people left their contact each platform was told. */
const tellingMs = async (place: Place, platforms: readonly DestinationPlatform[], came: readonly Came[]) => {
  const leftAt = new Map(
    came.flatMap(({ person, at }) => Object.values(person.clickIds).map((id) => [id, at] as const)),
  )
  const told = async () =>
    (await Promise.all(platforms.map((platform) => receivedBy(place.simulators, platform)))).flat().flatMap((one) => {
      const at = leftAt.get(clickIdIn(one))
      return at === undefined ? [] : [Date.parse(one.firstAt) - at]
    })
  return eventually(told, ({ length }) => length >= came.length * platforms.length, PATIENCE_SECONDS)
}

export type DeadOne = {
  platform: DestinationPlatform
  wellMs: number
  deadMs: number
  people: Person[]
  isSlower: boolean
}

/** Measures how soon nine of ten are told of, in turn while all answer and while one of them does not (C4). `from` is the number of the first of the people who leave a contact for it. */
export const measureDeadOne = async (place: Place, from: number, random: Random): Promise<DeadOne> => {
  const { simulators } = place
  const platform = random.pick(DestinationPlatform.options) ?? 'partner'
  const others = DestinationPlatform.options.filter((each) => each !== platform)
  const people: Person[] = []
  const round = async (size = PEOPLE): Promise<number[]> => {
    const came: Came[] = []
    for (let n = 0; n < size; n++) {
      const visitor = { campaign: 'quick', agrees: 'everywhere', does: 'nothing', when: 'soon' } as const
      const person = await leave(place, { ...visitor, n: from + people.length })
      came.push({ person, at: place.clock.now().getTime() })
      people.push(person)
      await pause(APART_MS)
    }
    return tellingMs(place, others, came)
  }
  const [well, dead]: [number[], number[]] = [[], []]
  await round(FIRST)
  for (let n = 0; n < ROUNDS; n++) {
    well.push(...(await round()))
    await send(simulators, 'POST', '/_sim/faults', { body: { provider: platform, kind: 'timeout', times: 1000 } })
    dead.push(...(await round()))
    await send(simulators, 'DELETE', '/_sim/faults')
  }
  const [wellMs, deadMs] = [mostOf(well), mostOf(dead)]
  return { platform, wellMs, deadMs, people, isSlower: deadMs > wellMs * SLOWER.times + SLOWER.ms }
}
