import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Click, momentOf, type RecordedClick } from '../../shared/domain/click.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { dimension, UNKNOWN } from '../../shared/domain/touch.ts'
import { clickEventIdOf } from '../../shared/security/blindIndex.ts'

/** The click that is kept under an id, and counted where its platform says that the ad is. */
export const newClick = ({ campaignId, settings }: Campaign, click: Click, id: string, now: Date): RecordedClick => {
  const { platform, account, ad, creative } = click
  const { mode, timezone } = settings
  const at = momentOf(click, now)
  return {
    ...click,
    id,
    campaignId,
    mode,
    timezone,
    cohortDay: dayOf(at, timezone),
    dimensions: {
      platform,
      account: dimension(account),
      ad: dimension(ad),
      creative: dimension(creative),
      partner: UNKNOWN,
    },
    at,
    event: { id: clickEventIdOf(campaignId, platform, id), type: 'click.recorded', at, reached: ['clicked'] },
  }
}
