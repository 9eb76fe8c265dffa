import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { refused } from '../wechat/answers.ts'

/** A "contact me" of WeCom: whom its code adds, and what it carries. */
type ContactWay = { configId: string; userIds: string[]; state: string; url: string }

const MOST_WAYS = 10_000
const FORTNIGHT_SECONDS = 14 * 86_400

const Seconds = z.int().min(1).max(FORTNIGHT_SECONDS)

/** Limits of reference §4.3. */
const AddContactWay = z
  .object({
    type: z.literal([1, 2]),
    scene: z.literal([1, 2]),
    remark: z.string().max(30).optional(),
    skip_verify: z.boolean().default(true),
    state: z.string().max(30).default(''),
    user: z.array(z.string().min(1).max(64)).max(100).default([]),
    party: z.array(z.int()).default([]),
    is_temp: z.boolean().default(false),
    expires_in: Seconds.optional(),
    chat_expires_in: Seconds.optional(),
    unionid: z.string().optional(),
  })
  .refine(({ type, user, party }) => (type === 1 ? user.length === 1 : user.length + party.length > 0))

const QR = 2

/** 47001 no JSON object, 41037 no type, 40058 anything else that does not fit. */
const read = (body: Record<string, unknown> | undefined) => {
  if (!body) return refused(47001)
  if (body.type === undefined) return refused(41037)
  const input = AddContactWay.safeParse(body)
  return input.success ? { input: input.data } : refused(40058)
}

type Options = { urlOf: (configId: string) => string; imageOf: (configId: string) => string }

/** The contact ways that the API configured. */
export const contactWays = ({ urlOf, imageOf }: Options) => {
  const ways = new Map<string, ContactWay>()
  return {
    /** Makes one of what the API sent; or the answer that refuses it. */
    create: (body: Record<string, unknown> | undefined) => {
      const sent = read(body)
      if (!('input' in sent)) return sent
      const { user, state, scene } = sent.input
      const configId = randomBytes(16).toString('hex')
      const [oldest] = ways.keys()
      if (oldest !== undefined && ways.size >= MOST_WAYS) ways.delete(oldest)
      const way = { configId, userIds: user, state, url: urlOf(configId) }
      ways.set(configId, way)
      const image = scene === QR && { qr_code: imageOf(configId) }
      return { way, answer: { errcode: 0, errmsg: 'ok', config_id: configId, ...image } }
    },

    find: (configId: string): ContactWay | undefined => ways.get(configId),
  }
}

export type ContactWays = ReturnType<typeof contactWays>
