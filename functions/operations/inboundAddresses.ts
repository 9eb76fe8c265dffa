import type * as z from 'zod'
import type { CampaignSetup } from '../../shared/contract/campaigns.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { ClickPlatform } from '../../shared/domain/click.ts'
import { LeadPlatform } from '../../shared/domain/leadPlatform.ts'
import { CLICK_READERS } from '../../shared/platforms/clicks/clickReaders.ts'
import { inboundKeyOf } from '../../shared/security/inboundKey.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'

type Setup = z.infer<typeof CampaignSetup>

/** Platforms look for their macros as they are written: nothing is encoded. */
const monitorQuery = (platform: ClickPlatform): string =>
  Object.entries(CLICK_READERS[platform].macros)
    .map(([name, macro]) => `${name}=${macro}`)
    .join('&')

/** The click monitor link of each platform, all macros in place. */
export const clickMonitors = (ring: KeyRing, { campaignId }: Campaign, origin: string): Setup['monitors'] =>
  ClickPlatform.options.map((platform) => {
    const key = inboundKeyOf(ring, { what: 'clicks', campaignId, platform })
    return { platform, url: `${origin}/v1/in/${platform}/clicks/${campaignId}/${key}?${monitorQuery(platform)}` }
  })

/** Where each platform pushes the leads of its own forms. */
export const leadFormAddresses = (ring: KeyRing, campaign: Campaign, origin: string): Setup['leadForms'] =>
  LeadPlatform.options.map((platform) => {
    const { campaignId, settings } = campaign
    const key = inboundKeyOf(ring, { what: 'leads', campaignId, platform })
    const named = settings.hostedForms?.[platform]
    return { platform, url: `${origin}/v1/in/${platform}/leads/${campaignId}/${key}`, ...named }
  })

/** Where each partner of a campaign reports. */
export const postbackAddresses = ({ settings }: Campaign, origin: string): Setup['postbacks'] =>
  (settings.partners ?? []).map((partnerId) => {
    const url = `${origin}/v1/in/partners/${partnerId}/conversions`
    return { partnerId, url, example: `${url}?clickId={click_id}&event=registered&ts={unix_seconds}&sign={signature}` }
  })
