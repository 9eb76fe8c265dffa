import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { LeadPlatform } from '../../shared/domain/leadPlatform.ts'
import { openConnection } from '../../shared/providers/openConnection.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { isInboundKey } from '../../shared/security/inboundKey.ts'
import type { PushesDeps } from './deps.ts'

export type FormParams = { platform: LeadPlatform; campaignId: string; key: string }

/** In the words of any other address that is none: which part of it is wrong is not told. */
export const nothingHere = () => new Problem('route_not_found', 'Check the id in the address.')

/** The campaign whose leads an address is for. Ends in a problem when the address is not quite right. */
export const campaignOf = async (deps: PushesDeps, { platform, campaignId, key }: FormParams): Promise<Campaign> => {
  const isRight = isInboundKey(await deps.ring(), { what: 'leads', campaignId, platform }, key)
  const campaign = isRight ? await deps.findCampaign(campaignId) : undefined
  if (!campaign) throw nothingHere()
  return campaign
}

const notConnected = (platform: LeadPlatform) =>
  new Problem('account_not_found', `Name a connection of ${platform} in the campaign's hostedForms, and set it.`)

/** The credentials that a campaign's pushes of a platform are verified with; undefined where it names no connection. */
export const accountOf = async <Platform extends LeadPlatform>(
  deps: PushesDeps,
  { settings }: Campaign,
  platform: Platform,
) => {
  const named = settings.hostedForms?.[platform]
  if (named === undefined) return undefined
  try {
    return await openConnection(deps, platform, named.connection)
  } catch (error) {
    if (error instanceof ProviderFailure) throw notConnected(platform)
    throw error
  }
}

/** The same where nothing can be verified without. Ends in a problem when there is none. */
export const requiredAccount = async <Platform extends LeadPlatform>(
  deps: PushesDeps,
  campaign: Campaign,
  platform: Platform,
) => {
  const account = await accountOf(deps, campaign, platform)
  if (!account) throw notConnected(platform)
  return account
}
