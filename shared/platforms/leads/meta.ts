import * as z from 'zod'
import { isSameSignature } from '../../security/sameSignature.ts'
import { hmacHex } from '../digest.ts'
import { jsonAnswer } from '../jsonAnswer.ts'
import { parseJson } from '../parseJson.ts'
import { Id, type LeadReader, leadOf, UnixTime } from './leadReader.ts'

export type MetaLeadsAccount = { appSecret: string; verifyToken: string }

/** The challenge of a subscription, to be answered as plain text; undefined when it does not name our token. */
export const metaChallenge = (query: URLSearchParams, { verifyToken }: MetaLeadsAccount): string | undefined => {
  const challenge = query.get('hub.challenge') ?? ''
  const isOurs = isSameSignature(verifyToken, query.get('hub.verify_token') ?? '')
  // Nothing that a browser could take for a page goes back.
  const isAnswerable = query.get('hub.mode') === 'subscribe' && /^[A-Za-z0-9_-]{1,128}$/.test(challenge)
  return isOurs && isAnswerable ? challenge : undefined
}

/** The header `X-Hub-Signature-256` of a body, taken as it came. */
export const metaSignature = (body: string, appSecret: string): string => `sha256=${hmacHex(appSecret, body)}`

const Leadgen = z.object({
  leadgen_id: Id,
  page_id: Id,
  form_id: Id,
  adgroup_id: Id,
  ad_id: Id,
  created_time: UnixTime,
})

const Change = z.object({ field: z.string(), value: z.unknown() })

const Pushed = z.object({ entry: z.array(z.object({ changes: z.array(Change).catch([]) })) })

const leadIn = ({ field, value }: z.infer<typeof Change>) => {
  const told = field === 'leadgen' ? Leadgen.safeParse(value).data : undefined
  if (told?.leadgen_id === undefined) return []
  return [
    leadOf({
      platform: 'meta',
      platformLeadId: told.leadgen_id,
      answers: {},
      at: told.created_time,
      account: told.page_id,
      ad: told.ad_id ?? told.adgroup_id,
      formId: told.form_id,
      isTest: false,
    }),
  ]
}

/** Leads that Meta tells of, several at once: ids only, what the person wrote is to be fetched. */
export const metaLeads: LeadReader<MetaLeadsAccount> = {
  readPush({ body, headers }, { appSecret }) {
    const isTrusted = isSameSignature(metaSignature(body, appSecret), headers.get('x-hub-signature-256') ?? '')
    if (!isTrusted) return { refused: 'signature' }
    const pushed = Pushed.safeParse(parseJson(body)).data
    if (!pushed) return { refused: 'malformed' }
    return { leads: pushed.entry.flatMap(({ changes }) => changes.flatMap(leadIn)) }
  },

  answer: jsonAnswer({}),
}
