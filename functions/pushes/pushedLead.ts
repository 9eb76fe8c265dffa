import { atGate, type GateDeps } from '../../shared/capture/gate.ts'
import type { Captured } from '../../shared/capture/newLead.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { givenConsent } from '../../shared/domain/consent.ts'
import { type Consent, judge, type Verdict } from '../../shared/domain/lead.ts'
import { normalizePhone } from '../../shared/domain/phone.ts'
import { type Dimensions, dimension, type RecordedTouch, UNKNOWN } from '../../shared/domain/touch.ts'
import type { PushedLead } from '../../shared/platforms/leads/leadReader.ts'

/** A pushed lead with what tells it from others, of its platform; `partnerId` is whose ads led to the form, as the address says. */
export type Pushed = { lead: PushedLead; id: string; partnerId: string | undefined; requestId: string; at: string }

/** What the campaign's hosted forms ask for, where that is all that it requires. */
const agreedTo = ({ consent, hostedForms }: Campaign['settings']): Pick<Consent, 'version' | 'purposes'> | undefined =>
  givenConsent(consent).safeParse({ version: consent.version, purposes: hostedForms?.purposes ?? [] }).data

const verdictOf = ({ settings }: Campaign, hasConsent: boolean, phone: string | undefined): Verdict => {
  const judged = judge(settings, { honeypotFilled: false })
  if (judged.status !== 'accepted') return judged
  if (!hasConsent) return { status: 'rejected', reason: 'consent_missing' }
  return phone === undefined ? { status: 'rejected', reason: 'phone_invalid' } : judged
}

const dimensionsOf = ({ lead: { platform, account, ad, creative }, partnerId }: Pushed): Dimensions => ({
  platform,
  account: dimension(account),
  ad: dimension(ad),
  creative: dimension(creative),
  partner: partnerId ?? UNKNOWN,
})

/** By which name a platform's click id stands on pages, where a form tells one. */
const CLICK_ID_NAMES = { tencent_ads: 'gdt_vid', google_ads: 'gclid' } as const

/** Where a pushed lead came from. */
const touchOf = ({ lead: { platform, clickId }, partnerId }: Pushed): RecordedTouch => {
  const by = partnerId === undefined ? {} : { partner: partnerId }
  if (clickId === undefined || !(platform in CLICK_ID_NAMES)) return by
  return { clickIds: { [CLICK_ID_NAMES[platform as keyof typeof CLICK_ID_NAMES]]: clickId }, ...by }
}

/** What was written for a phone and is none is kept among the answers. */
const answersOf = ({ answers, phone }: PushedLead, isGood: boolean): Record<string, string> =>
  isGood || phone === undefined ? answers : { ...answers, phone }

/**
 * What the lead of a push is made of. It is the person's by the phone, as any other; without a good one it is kept by the
 * platform's id, and so is one that was sent to try the form out.
 */
export const capturedFrom = async (deps: GateDeps, campaign: Campaign, pushed: Pushed): Promise<Captured> => {
  const { settings } = campaign
  const { lead, id, partnerId, requestId, at } = pushed
  const { platform, platformLeadId, name, company, isTest } = lead
  const phone = normalizePhone(lead.phone ?? '')
  const consent = agreedTo(settings)
  const isPerson = phone !== undefined && !isTest
  const verdict = verdictOf(campaign, consent !== undefined, phone)
  return {
    campaign: isTest ? { ...campaign, settings: { ...settings, mode: 'test' } } : campaign,
    key: isPerson ? { kind: 'phone', value: phone } : { kind: 'pushed', value: `${platform}/${id}` },
    left: {
      contact: { phone, name, company },
      answers: answersOf(lead, phone !== undefined),
      consent: consent ?? { version: settings.consent.version, purposes: [] },
    },
    touch: touchOf(pushed),
    hosted: { dimensions: dimensionsOf(pushed), platformLeadId },
    ...(await atGate(deps, { campaign, partnerId, verdict, at })),
    requestId: `${requestId}/${id}`,
    at,
  }
}
