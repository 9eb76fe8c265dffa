import * as z from 'zod'
import { Phone } from '../../../../shared/domain/phone.ts'
import { act, NotPossible } from '../control.ts'
import type { DeliveryService } from '../deliveries/deliveries.ts'
import { Shapes } from '../deliveries/how.ts'
import type { Message } from '../deliveries/message.ts'
import { optional } from '../formValue.ts'
import type { Person } from '../people/people.ts'
import type { SimulatorApp, World } from '../world.ts'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from './app.ts'
import { accountOf, changedEvent, chosenEvent, eventOf } from './events.ts'
import type { QrCode, QrCodes } from './qrCodes.ts'

const By = Shapes.extend({ person: Phone })
const Follow = By.extend({ code: optional(z.string()) })
const Menu = By.extend({ key: z.string().min(1).max(128).default('MENU_1') })
const Choice = By.extend({
  templateId: z.string().min(1).max(64).default('SIMULATED_TEMPLATE'),
  accepted: z.union([z.boolean(), z.stringbool()]).default(true),
  app: z.enum(['official_account', 'mini_program']).default('official_account'),
})

type Follow = z.infer<typeof Follow>

const APPS = { official_account: OFFICIAL_ACCOUNT, mini_program: MINI_PROGRAM } as const

type Parts = { codes: QrCodes; deliveries: DeliveryService }

/** What people do with the official account, and the events that this makes. */
export const followers = ({ people, now }: World, { codes, deliveries }: Parts) => {
  const account = accountOf(OFFICIAL_ACCOUNT)
  const about = (person: Person) => ({ app: OFFICIAL_ACCOUNT, person, at: now() })

  const tell = async (person: Person, message: Message | undefined, how: Shapes) => ({
    event: message?.fields.Event ?? null,
    deliveries: message ? await deliveries.send(account, { person, message }, how) : [],
  })

  const scanned = (code: string | undefined): QrCode | undefined => {
    const found = code === undefined ? undefined : codes.find(code)
    if (code !== undefined && !found) throw new NotPossible('There is no such code, or it has ended.')
    return found
  }

  const followed = (person: Person, code: QrCode | undefined): Message | undefined => {
    if (person.follow) return code && eventOf(about(person), 'SCAN', { EventKey: code.scene, Ticket: code.ticket })
    person.follow = code ? { since: now(), scene: code.scene } : { since: now() }
    const key: Message['fields'] = code ? { EventKey: `qrscene_${code.scene}`, Ticket: code.ticket } : { EventKey: '' }
    return eventOf(about(person), 'subscribe', key)
  }

  /** Follows, or scans again; who follows already and scans nothing makes no event. */
  const follow = async ({ person: phone, code, ...how }: Follow) => {
    const person = people.of(phone)
    return tell(person, followed(person, scanned(code)), how)
  }

  const unfollow = async ({ person: phone, ...how }: z.infer<typeof By>) => {
    const person = people.of(phone)
    const message = person.follow && eventOf(about(person), 'unsubscribe', { EventKey: '' })
    delete person.follow
    return tell(person, message, how)
  }

  const choose = (eventFor: typeof chosenEvent) => async (input: z.infer<typeof Choice>) => {
    const { person: phone, templateId, accepted, app, ...how } = input
    const person = people.of(phone)
    const message = eventFor({ app: APPS[app], person, at: now() }, { templateId, accepted })
    const sent = await deliveries.send(accountOf(APPS[app]), { person, message }, how)
    return { event: message.fields.Event, deliveries: sent }
  }

  const openMenu = async ({ person: phone, key, ...how }: z.infer<typeof Menu>) => {
    const person = people.of(phone)
    return tell(person, eventOf(about(person), 'CLICK', { EventKey: key }), how)
  }

  return {
    follow,
    serve: (app: SimulatorApp): void => {
      app.post('/_sim/wechat/follow', act(Follow, follow))
      app.post('/_sim/wechat/unfollow', act(By, unfollow))
      app.post('/_sim/wechat/reminders', act(Choice, choose(chosenEvent)))
      app.post('/_sim/wechat/reminders-settings', act(Choice, choose(changedEvent)))
      app.post('/_sim/wechat/menu', act(Menu, openMenu))
    },
  }
}

export type Followers = ReturnType<typeof followers>
