import type { Admitted, BroughtBy } from '../domain/admission.ts'
import type { Campaign } from '../domain/campaign.ts'
import { dayOf } from '../domain/day.ts'
import { type Lead, notAllowed, type Verdict } from '../domain/lead.ts'
import { type Admission, admit, type Partner } from '../domain/partner.ts'
import type { Cap } from '../store/capStore.ts'

export type GateDeps = { findPartner: (partnerId: string) => Promise<Partner | undefined> }

/** The partner that a submission names, and whether it is let in; a submission that is refused anyway is not asked about. */
export type Brought = { partnerId: string; admission?: Admission }

type Submitted = { campaign: Campaign; partnerId: string | undefined; verdict: Verdict; at: string }

const admissionOf = async (
  { findPartner }: GateDeps,
  { campaignId, settings }: Campaign,
  partnerId: string,
  at: string,
): Promise<Admission> => {
  if (!settings.partners?.includes(partnerId)) return { status: 'refused', reason: 'not_in_campaign' }
  return admit(await findPartner(partnerId), { campaignId, day: dayOf(at, settings.timezone) })
}

/** What the gate makes of a submission: its verdict, and who brought it. One that names no partner costs nothing. */
export const atGate = async (
  deps: GateDeps,
  { campaign, partnerId, verdict, at }: Submitted,
): Promise<{ verdict: Verdict; brought?: Brought }> => {
  if (partnerId === undefined) return { verdict }
  if (verdict.status !== 'accepted') return { verdict, brought: { partnerId } }
  const admission = await admissionOf(deps, campaign, partnerId, at)
  const judged = admission.status === 'refused' ? notAllowed(admission.reason) : verdict
  return { verdict: judged, brought: { partnerId, admission } }
}

/** How a lead was let in; undefined where it was not, or names no partner. */
export const admittedOf = (brought: Brought | undefined, verdict: Verdict, at: string): Admitted | undefined => {
  const { partnerId, admission } = brought ?? {}
  if (partnerId === undefined || admission?.status !== 'admitted' || verdict.status !== 'accepted') return undefined
  return { partnerId, priceFen: admission.terms.pricePerLeadFen, at, since: admission.since }
}

/** Whom a change is owed to that lets no lead in. */
export const broughtBy = ({ partnerId, admission }: Brought): BroughtBy => ({
  partnerId,
  ...(admission?.status === 'admitted' && { since: admission.since }),
})

/** The daily cap that a lead is counted towards, if there is one. */
export const capOf = ({ partnerId, admission }: Brought, { mode, timezone, event }: Lead): Cap | undefined => {
  if (admission?.status !== 'admitted' || admission.terms.dailyCap === undefined) return undefined
  const { id: termsId, dailyCap: most } = admission.terms
  return { partnerId, termsId, mode, day: dayOf(event.at, timezone), most }
}
