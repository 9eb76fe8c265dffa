import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { refused } from './answers.ts'

/** A code that `qrcode/create` made. */
export type QrCode = { ticket: string; scene: string; url: string; until: number }

const MOST_CODES = 10_000
const LONGEST_SECONDS = 2_592_000
const USUAL_SECONDS = 60

const Seconds = z.int().min(1).max(LONGEST_SECONDS).default(USUAL_SECONDS)
const Number32 = z.int().min(1).max(0xffff_ffff)
const Text = z.string().min(1).max(64)

const numbered = (id: z.ZodNumber) => z.object({ scene_id: id }).transform(({ scene_id }) => String(scene_id))
const named = z.object({ scene_str: Text }).transform(({ scene_str }) => scene_str)
const endless = z.unknown().transform(() => Number.POSITIVE_INFINITY)

/** Two kinds end, two do not; a scene is a number or a text (reference §2.5). */
const ACTIONS = {
  QR_SCENE: { life: Seconds, scene: numbered(Number32) },
  QR_STR_SCENE: { life: Seconds, scene: named },
  QR_LIMIT_SCENE: { life: endless, scene: numbered(Number32.max(100_000)) },
  QR_LIMIT_STR_SCENE: { life: endless, scene: named },
} as const

const ActionName = z.enum(Object.keys(ACTIONS) as [keyof typeof ACTIONS])

/** 47001 no JSON object, 40052 no such action, 40053 a scene or life that it does not have. */
const read = (body: Record<string, unknown> | undefined) => {
  if (!body) return refused(47001)
  const action = ActionName.safeParse(body.action_name)
  if (!action.success) return refused(40052)
  const { life, scene } = ACTIONS[action.data]
  const seconds = life.safeParse(body.expire_seconds)
  const info = z.object({ scene }).safeParse(body.action_info)
  return seconds.success && info.success ? { scene: info.data.scene, seconds: seconds.data } : refused(40053)
}

type Options = { now: () => Date; urlOf: (ticket: string) => string }

/** The codes of an official account: each carries a scene, and most end. */
export const qrCodes = ({ now, urlOf }: Options) => {
  const codes = new Map<string, QrCode>()

  const add = (scene: string, seconds: number): QrCode => {
    const ticket = `gQ${randomBytes(68).toString('base64')}`
    const [oldest] = codes.keys()
    if (oldest !== undefined && codes.size >= MOST_CODES) codes.delete(oldest)
    const code = { ticket, scene, url: urlOf(ticket), until: now().getTime() + seconds * 1000 }
    codes.set(ticket, code)
    return code
  }

  const isGood = (code: QrCode | undefined): code is QrCode => code !== undefined && code.until > now().getTime()

  return {
    /** Makes a code of what the API sent; or the answer that refuses it. */
    create: (body: Record<string, unknown> | undefined) => {
      const input = read(body)
      if ('errcode' in input) return input
      const { scene, seconds } = input
      const code = add(scene, seconds)
      const life = Number.isFinite(seconds) && { expire_seconds: seconds }
      return { code, answer: { ticket: code.ticket, ...life, url: code.url } }
    },

    /** The code of a ticket or URL, unless it has ended. */
    find: (code: string): QrCode | undefined => {
      const found = codes.get(code) ?? [...codes.values()].find(({ url }) => url === code)
      return isGood(found) ? found : undefined
    },
  }
}

export type QrCodes = ReturnType<typeof qrCodes>
