import type { ConversionEvent } from '../../shared/domain/conversion.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { idsOfPlatform } from '../../shared/domain/touch.ts'
import { wantsCallback } from '../../shared/platforms/conversions/adapters.ts'
import type { ConversionsDeps } from './deps.ts'

/**
 * What the platform's click monitor was given for the click that a conversion is owed to. No receipt keeps it: it is looked
 * up at each sending, for platforms that want it back.
 */
export const callbackOf = async (
  { clicks }: Pick<ConversionsDeps, 'clicks'>,
  { campaignId, platform }: Conversion,
  click: ConversionEvent['click'],
): Promise<string | undefined> => {
  if (!click || !wantsCallback(platform)) return undefined
  for (const id of idsOfPlatform(platform, click.ids)) {
    const told = await clicks.find(campaignId, platform, id)
    if (told?.callback !== undefined) return told.callback
  }
  return undefined
}
