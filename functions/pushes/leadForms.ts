import type { Campaign } from '../../shared/domain/campaign.ts'
import type { LeadPlatform } from '../../shared/domain/leadPlatform.ts'
import type { JsonAnswer } from '../../shared/platforms/jsonAnswer.ts'
import { googleAdsLeads } from '../../shared/platforms/leads/googleAds.ts'
import type { Push, PushedLead, ReadPush } from '../../shared/platforms/leads/leadReader.ts'
import { metaLeads } from '../../shared/platforms/leads/meta.ts'
import { oceanEngineLeads } from '../../shared/platforms/leads/oceanEngine.ts'
import { tencentAdsLeads } from '../../shared/platforms/leads/tencentAds.ts'
import { fetchMetaLead } from '../../shared/providers/metaLead.ts'
import type { PushesDeps } from './deps.ts'
import { accountOf, requiredAccount } from './hostedForm.ts'

/** Meta comes again when it waits longer than 5 s: there is time left to keep the leads. */
const FETCH_MS = 3000

/** How the pushes of a campaign are verified and read, what a lead is completed by, and what the platform is answered. */
export type LeadForm = {
  read: (push: Push) => ReadPush
  /** Ends in a ProviderFailure when the platform does not tell what it only hinted at. */
  complete: (lead: PushedLead) => Promise<PushedLead>
  answer: JsonAnswer
}

const asItCame = async (lead: PushedLead) => lead

type Open = (deps: PushesDeps, campaign: Campaign) => Promise<LeadForm>

/** How leads of each platform's forms are taken. Ends in a problem where that needs a connection and there is none. */
export const LEAD_FORMS: Readonly<Record<LeadPlatform, Open>> = {
  tencent_ads: async (deps, campaign) => {
    const account = await accountOf(deps, campaign, 'tencent_ads')
    const requireSignature = account?.leadsSigned === 'required'
    const signer = { token: account?.leadsToken, secret: account?.leadsSecret, requireSignature }
    const { readPush, answer } = tencentAdsLeads
    return { read: (push) => readPush(push, signer), complete: asItCame, answer }
  },

  ocean_engine: async (deps, campaign) => {
    const account = await accountOf(deps, campaign, 'ocean_engine')
    const feiyu = { key: account?.leadsKey, token: account?.leadsToken, digestForm: account?.leadsDigest }
    const { readPush, answer } = oceanEngineLeads
    return { read: (push) => readPush(push, feiyu), complete: asItCame, answer }
  },

  meta: async (deps, campaign) => {
    const account = await requiredAccount(deps, campaign, 'meta')
    const { readPush, answer } = metaLeads
    const timeoutMs = deps.timeoutMs ?? FETCH_MS
    return {
      read: (push) => readPush(push, account),
      complete: (lead) => fetchMetaLead(account, lead, timeoutMs),
      answer,
    }
  },

  google_ads: async (deps, campaign) => {
    const account = await requiredAccount(deps, campaign, 'google_ads')
    const { readPush, answer } = googleAdsLeads
    return { read: (push) => readPush(push, account), complete: asItCame, answer }
  },
}
