import { createHash } from 'node:crypto'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from '../wechat/app.ts'

/** A lead that a person is in the mini program of a campaign, with its newest token. */
export type Session = { leadId: string; leadToken: string; isCustomer: boolean }

/** An adviser of WeCom whom a person has added; `state` and `way` say by which code or link. */
export type Contact = { since: Date; way: 'contact_way' | 'acquisition_link'; state?: string }

/** Somebody with a phone, and what they did with it. The newest session comes last. */
export type Person = {
  readonly phone: string
  name: string
  readonly unionid: string
  readonly externalUserId: string
  follow?: { since: Date; scene?: string }
  readonly contacts: Map<string, Contact>
  readonly sessions: Map<string, Session>
  /** What the API last answered their mini program. */
  heard?: string
}

const MOST_PEOPLE = 10_000
const MOST_NEWEST = 4

/** Who is there at the start, with numbers that nobody has. */
const FIRST = [
  { phone: '13900139001', name: '陈晓' },
  { phone: '13900139002', name: '林立' },
]

/** The same for the same phone, so that a restart of the simulators does not change who somebody is. */
const idOf = (length: number, ...words: string[]): string =>
  createHash('sha512').update(words.join('/')).digest('base64url').replaceAll(/[-_]/g, '0').slice(0, length)

const newPerson = (phone: string, name = `客户${phone.slice(-4)}`): Person => ({
  phone,
  name,
  unionid: `o${idOf(27, 'unionid', phone)}`,
  externalUserId: `wm${idOf(30, 'external', phone)}`,
  contacts: new Map(),
  sessions: new Map(),
})

/** Who a person is to one app. */
export const openidOf = ({ phone }: Person, appId: string): string => `o${idOf(27, appId, phone)}`

/** Both openids of a person, by app id. */
export const openidsOf = (person: Person): Record<string, string> =>
  Object.fromEntries([OFFICIAL_ACCOUNT, MINI_PROGRAM].map(({ appId }) => [appId, openidOf(person, appId)]))

/** Everybody with a simulated phone. */
export const peopleList = () => {
  const people = new Map<string, Person>()

  /** The person who has a number; a number that nobody has yet is a new person. */
  const of = (phone: string, name?: string): Person => {
    const known = people.get(phone)
    if (known && name !== undefined) known.name = name
    if (known) return known
    const [oldest] = people.keys()
    if (oldest !== undefined && people.size >= MOST_PEOPLE) people.delete(oldest)
    const person = newPerson(phone, name)
    people.set(phone, person)
    return person
  }

  for (const { phone, name } of FIRST) of(phone, name)
  return {
    of,
    /** Somebody whose ids a platform was asked about. */
    find: (isWanted: (person: Person) => boolean): Person | undefined => [...people.values()].find(isWanted),
    all: (): Person[] => [...people.values()],

    /** Those who fit on a page: who was there first, and the newest. */
    shown: (): Person[] => {
      const all = [...people.values()]
      const newest = all.slice(FIRST.length).slice(-MOST_NEWEST)
      return [...all.slice(0, FIRST.length), ...newest.toReversed()]
    },
  }
}

export type People = ReturnType<typeof peopleList>
