import * as z from 'zod'
import { LeadSubmission } from '../../shared/contract/capture.ts'
import type { Campaign, CampaignField } from '../../shared/domain/campaign.ts'
import { givenConsent } from '../../shared/domain/consent.ts'
import { Phone } from '../../shared/domain/phone.ts'
import { Uscc } from '../../shared/domain/uscc.ts'
import { solvedChallenge } from '../../shared/security/challenge.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'

const Numeric = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'must be a number')
    .transform(Number),
])

const answerSchema = ({ type, options = [] }: CampaignField): z.ZodType<string | number> => {
  if (type === 'phone') return Phone
  if (type === 'uscc') return Uscc
  if (type === 'number') return Numeric
  if (type === 'select') return z.enum(options)
  return z.string().trim().min(1).max(1000)
}

const blankIsAbsent = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value)

const answersSchema = (fields: readonly CampaignField[]) =>
  z
    .object(
      Object.fromEntries(
        fields.map((field) => {
          const schema = answerSchema(field)
          return [field.name, z.preprocess(blankIsAbsent, field.required ? schema : schema.optional())]
        }),
      ),
    )
    .prefault({})

const challengeSchema = (ring: KeyRing, campaignId: string) =>
  z
    .string()
    .max(4096)
    .transform(async (payload, context) => {
      const solved = await solvedChallenge(ring, campaignId, payload)
      if (solved) return solved
      context.addIssue({
        code: 'custom',
        message:
          'must be a solved challenge of this campaign, not older than ten minutes: read the campaign again for a new one',
        params: { code: 'challenge_failed' },
      })
      return z.NEVER
    })

/** A lead submission narrowed to what one campaign asks for: its fields, its consent text, its challenge. */
export const submissionSchema = (campaign: Campaign, ring: KeyRing) => {
  const { fields, consent, challenge } = campaign.settings
  return LeadSubmission.extend({
    answers: answersSchema(fields),
    consent: givenConsent(consent),
    challenge:
      challenge === 'proof_of_work' ? challengeSchema(ring, campaign.campaignId) : z.undefined().catch(undefined),
  })
}

export type Submission = z.output<ReturnType<typeof submissionSchema>>

/** `submissionSchema`, built once per version of a campaign that is in memory. */
export const submissionSchemas = () => {
  const schemas = new WeakMap<Campaign, ReturnType<typeof submissionSchema>>()
  return (campaign: Campaign, ring: KeyRing) => {
    const schema = schemas.get(campaign) ?? submissionSchema(campaign, ring)
    schemas.set(campaign, schema)
    return schema
  }
}
