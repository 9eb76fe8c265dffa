import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { Phone } from '../../../../shared/domain/phone.ts'
import { act, NotPossible } from '../control.ts'
import type { Account } from '../deliveries/account.ts'
import type { DeliveryService } from '../deliveries/deliveries.ts'
import { Repeats } from '../deliveries/how.ts'
import type { Message } from '../deliveries/message.ts'
import { optional } from '../formValue.ts'
import type { Contact, Person } from '../people/people.ts'
import type { SimulatorApp, World } from '../world.ts'
import type { ContactWays } from './contactWays.ts'
import { ADVISERS, CORP } from './corp.ts'

const By = Repeats.extend({ person: Phone, userId: optional(z.string().max(64)) })
const Add = By.extend({ state: optional(z.string().max(64)), configId: optional(z.string()) })
const Delete = By.extend({ by: z.enum(['customer', 'adviser']).default('customer') })

type Add = z.infer<typeof Add>

/** How the company's events are delivered. */
export const COMPANY: Account = {
  platform: 'wecom',
  id: CORP.corpId,
  name: CORP.corpId,
  token: CORP.token,
  encodingAesKey: CORP.encodingAesKey,
  agentId: CORP.agentId,
}

const CHANGES = { customer: 'del_follow_user', adviser: 'del_external_contact' } as const

/** A change of an adviser's customers (reference §4.2). */
const changeOf = (ChangeType: string, at: Date, more: Message['fields']): Message => ({
  fields: {
    ToUserName: CORP.corpId,
    FromUserName: 'sys',
    CreateTime: Math.floor(at.getTime() / 1000),
    MsgType: 'event',
    Event: 'change_external_contact',
    ChangeType,
    ...more,
  },
})

type Wanted = { userId: string; way: Contact['way']; state: string }

/** People who add and delete advisers, and the events that this makes. */
export const customers = (
  { people, now }: World,
  { ways, deliveries }: { ways: ContactWays; deliveries: DeliveryService },
) => {
  const tell = async (person: Person, message: Message | undefined, how: Repeats) => ({
    event: message?.fields.ChangeType ?? null,
    deliveries: message ? await deliveries.send(COMPANY, { person, message }, how) : [],
  })

  const wantedOf = ({ state = '', configId, userId }: Add): Wanted => {
    if (configId === undefined) return { userId: userId ?? ADVISERS[0], way: 'acquisition_link', state }
    const way = ways.find(configId)
    if (!way) throw new NotPossible('There is no such contact way.')
    return { userId: userId ?? way.userIds[0] ?? ADVISERS[0], way: 'contact_way', state: way.state }
  }

  /** Adds an adviser; who is a friend of that adviser already makes no event, whatever the code carries. */
  const add = async (input: Add) => {
    const person = people.of(input.person)
    const { userId, way, state } = wantedOf(input)
    if (person.contacts.has(userId)) return tell(person, undefined, input)
    person.contacts.set(userId, { since: now(), way, ...(state && { state }) })
    const who = { UserID: userId, ExternalUserID: person.externalUserId }
    const more = { ...(state && { State: state }), WelcomeCode: randomBytes(16).toString('hex') }
    return tell(person, changeOf('add_external_contact', now(), { ...who, ...more }), input)
  }

  /** Ends a friendship, by default the newest. */
  const remove = async ({ by, userId: wanted, ...input }: z.infer<typeof Delete>) => {
    const person = people.of(input.person)
    const userId = wanted ?? [...person.contacts.keys()].at(-1)
    if (userId === undefined || !person.contacts.delete(userId)) return tell(person, undefined, input)
    const who = { UserID: userId, ExternalUserID: person.externalUserId }
    return tell(person, changeOf(CHANGES[by], now(), who), input)
  }

  return {
    add,
    serve: (app: SimulatorApp): void => {
      app.post('/_sim/wecom/add', act(Add, add))
      app.post('/_sim/wecom/delete', act(Delete, remove))
    },
  }
}

export type Customers = ReturnType<typeof customers>
