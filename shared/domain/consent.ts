import * as z from 'zod'
import { type CampaignSettings, Purpose } from './campaign.ts'

type Terms = CampaignSettings['consent']

/** What somebody agrees to, narrowed to the campaign's text as it is now: every required purpose, and none that is not offered; with it whom the text names. */
export const givenConsent = (terms: Terms) => {
  const offered = terms.purposes.map(({ id }) => id)
  const required = terms.purposes.filter((purpose) => purpose.required).map(({ id }) => id)
  const agreement = z.object({
    version: z.string().refine((agreed) => agreed === terms.version, {
      message: `must be ${terms.version}: the consent text has changed, show it again`,
      params: { code: 'consent_outdated' },
    }),
    purposes: z
      .array(Purpose)
      .refine((agreed) => required.every((purpose) => agreed.includes(purpose)), {
        message: `must include ${required.join(', ')}`,
        params: { code: 'consent_purpose_missing' },
      })
      .transform((agreed) => offered.filter((purpose) => agreed.includes(purpose))),
  })
  return agreement.transform((given) => {
    const named = terms.purposes.filter(({ id, recipients }) => recipients?.length && given.purposes.includes(id))
    const recipients: Partial<Record<Purpose, string[]>> = Object.fromEntries(
      named.map(({ id, recipients = [] }) => [id, recipients]),
    )
    return named.length === 0 ? given : { ...given, recipients }
  })
}
