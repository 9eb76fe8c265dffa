import * as z from 'zod'
import { isSameSignature } from '../../security/sameSignature.ts'
import { jsonAnswer } from '../jsonAnswer.ts'
import { parseJson } from '../parseJson.ts'
import { answersOf, Id, type LeadReader, leadOf, text } from './leadReader.ts'

/** `leadKey` is what the form's webhook was given; it stands in the body, nothing else says that Google sent it. */
export type GoogleLeadsAccount = { leadKey: string }

const Column = z.object({ column_id: z.string(), string_value: z.unknown() })

const SubmitTime = z.iso
  .datetime({ offset: true })
  .transform((at) => new Date(at).toISOString())
  .optional()
  .catch(undefined)

const Pushed = z.object({
  lead_id: Id,
  google_key: z.string(),
  is_test: z.boolean().catch(false),
  user_column_data: z.array(Column),
  form_id: Id,
  adgroup_id: Id,
  creative_id: Id,
  gcl_id: text(512),
  lead_submit_time: SubmitTime,
})

const CONTACT = new Set(['PHONE_NUMBER', 'WORK_PHONE', 'FULL_NAME', 'FIRST_NAME', 'LAST_NAME', 'COMPANY_NAME'])

const personIn = (columns: readonly z.infer<typeof Column>[]) => {
  const values = new Map(columns.map(({ column_id, string_value }) => [column_id, string_value]))
  const written = (id: string, max: number) => text(max).parse(values.get(id))
  const names = [written('FIRST_NAME', 50), written('LAST_NAME', 50)].filter((name) => name !== undefined)
  const others = columns.filter(({ column_id }) => !CONTACT.has(column_id))
  return {
    phone: written('PHONE_NUMBER', 40) ?? written('WORK_PHONE', 40),
    name: written('FULL_NAME', 50) ?? text(50).parse(names.join(' ')),
    company: written('COMPANY_NAME', 100),
    answers: answersOf(others.map(({ column_id, string_value }) => [column_id, string_value])),
  }
}

/** Leads of Google's lead forms. Refusals are answered with 4xx: 5xx would bring them again. */
export const googleAdsLeads: LeadReader<GoogleLeadsAccount> = {
  readPush({ body }, { leadKey }) {
    const pushed = Pushed.safeParse(parseJson(body)).data
    if (pushed?.lead_id === undefined) return { refused: 'malformed' }
    if (!isSameSignature(leadKey, pushed.google_key)) return { refused: 'signature' }
    const lead = leadOf({
      platform: 'google_ads',
      platformLeadId: pushed.lead_id,
      ...personIn(pushed.user_column_data),
      at: pushed.lead_submit_time,
      ad: pushed.adgroup_id,
      creative: pushed.creative_id,
      formId: pushed.form_id,
      clickId: pushed.gcl_id,
      isTest: pushed.is_test,
    })
    return { leads: [lead] }
  },

  answer: jsonAnswer({}),
}
