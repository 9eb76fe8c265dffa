import * as z from 'zod'
import { isSameSignature } from '../../security/sameSignature.ts'
import { hmacHex } from '../digest.ts'
import { jsonAnswer } from '../jsonAnswer.ts'
import { parseJson } from '../parseJson.ts'
import { answersOf, Id, type LeadReader, leadOf, type Push, text, UnixTime } from './leadReader.ts'

/** How the digest is written before Base64: not verified, so it is set. Feiyu's pull API writes hex. */
export type DigestForm = 'hex' | 'raw'

/** Feiyu signs only when both a key and a token are set in its console; then they are required here too. */
export type FeiyuAccount = { key?: string; token?: string; digestForm?: DigestForm }

type Signed = { id: string; timestamp: string; key: string; token: string; digestForm: DigestForm }

/** The header `Signature` of a push. */
export const feiyuSignature = ({ id, timestamp, key, token, digestForm }: Signed): string => {
  const digest = hmacHex(key, `${id}|${token}|${timestamp}`)
  return Buffer.from(digest, digestForm === 'hex' ? 'utf8' : 'hex').toString('base64')
}

/** Its header names were seen with hyphens and with underscores. */
const header = (headers: Headers, name: string): string =>
  headers.get(name) ?? headers.get(name.replace('-', '_')) ?? ''

const isTrusted = ({ headers }: Push, id: string, { key, token, digestForm = 'hex' }: FeiyuAccount): boolean => {
  if (key === undefined || token === undefined) return true
  const timestamp = header(headers, 'timestamp')
  const expected = feiyuSignature({ id, timestamp, key, token, digestForm })
  return (
    isSameSignature(token, header(headers, 'access-token')) && isSameSignature(expected, header(headers, 'signature'))
  )
}

const Questions = z.record(z.string(), z.unknown()).catch({})

const Clue = z.object({
  id: Id,
  name: text(50),
  /** As the platform spells it. */
  telphone: text(40),
  create_time: UnixTime,
  adv_id: Id,
  ad_id: Id,
  remark_dict: z.unknown(),
})

/** Custom questions come as an object, or as its JSON. */
const answersIn = (remarks: unknown): Record<string, string> =>
  answersOf(Object.entries(Questions.parse(typeof remarks === 'string' ? parseJson(remarks) : remarks)))

/** Leads that Ocean Engine's Feiyu pushes. */
export const oceanEngineLeads: LeadReader<FeiyuAccount> = {
  readPush(push, account) {
    const clue = Clue.safeParse(parseJson(push.body)).data
    if (clue?.id === undefined) return { refused: 'malformed' }
    if (!isTrusted(push, clue.id, account)) return { refused: 'signature' }
    const lead = leadOf({
      platform: 'ocean_engine',
      platformLeadId: clue.id,
      phone: clue.telphone,
      name: clue.name,
      answers: answersIn(clue.remark_dict),
      at: clue.create_time,
      account: clue.adv_id,
      ad: clue.ad_id,
      isTest: false,
    })
    return { leads: [lead] }
  },

  answer: jsonAnswer({ code: 0, message: 'success' }),
}
