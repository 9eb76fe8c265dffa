import * as z from 'zod'
import { type Contact, openidsOf, type People } from '../people/people.ts'
import { bodyOf, refused } from '../wechat/answers.ts'

const OK = { errcode: 0, errmsg: 'ok' }

/** How WeCom numbers the ways in which a customer was added. */
const ADD_WAYS = { contact_way: 1, acquisition_link: 16 } as const

const followUser = ([userid, { since, way, state }]: [string, Contact]) => ({
  userid,
  remark: '',
  createtime: Math.floor(since.getTime() / 1000),
  add_way: ADD_WAYS[way],
  ...(state !== undefined && { state }),
  tags: [],
  remark_mobiles: [],
})

/** `externalcontact/get`: 40096 for an id of nobody, 84061 for somebody who is nobody's customer. */
export const customerOf = (people: People, id: string | undefined): object => {
  const person = people.find(({ externalUserId }) => externalUserId === id)
  if (!person) return refused(40096)
  if (person.contacts.size === 0) return refused(84061)
  const { name, unionid } = person
  const contact = { external_userid: id, name, type: 1, gender: 0, unionid }
  return { ...OK, external_contact: contact, follow_user: [...person.contacts].map(followUser), next_cursor: '' }
}

const Union = z.object({ unionid: z.string(), openid: z.string() })

/** `idconvert/unionid_to_external_userid`: who is no customer yet gets an id that stands for them until they are. */
export const externalUserIdOf = (people: People, text: string): object => {
  const body = bodyOf(text, Union)
  if (!body) return refused(40058)
  const person = people.find(({ unionid }) => unionid === body.unionid)
  if (!person || !Object.values(openidsOf(person)).includes(body.openid)) return refused(40073)
  const { externalUserId, contacts } = person
  if (contacts.size > 0) return { ...OK, external_userid: externalUserId, pending_id: '' }
  return { ...OK, external_userid: '', pending_id: `p${externalUserId}` }
}
