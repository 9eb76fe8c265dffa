import type { Campaign } from '../../shared/domain/campaign.ts'
import { dayOf } from '../../shared/domain/day.ts'
import type { Visit } from '../../shared/domain/lead.ts'
import { dimensionsOf, hasClickId, type RecordedTouch } from '../../shared/domain/touch.ts'
import { visitEventIdOf } from '../../shared/security/blindIndex.ts'
import type { CaptureDeps } from './deps.ts'

/** A visit outlives the window in which a lead can be attributed to it. */
const DAYS_AFTER_WINDOW = 30

/** Keeps a visit of a campaign, once per id. */
export const keepVisit = async (
  { visits, now }: Pick<CaptureDeps, 'visits' | 'now'>,
  { campaignId, settings }: Campaign,
  touch: RecordedTouch & { visitId: string },
): Promise<void> => {
  const { visitId } = touch
  const at = now()
  const visit: Visit = {
    visitId,
    campaignId,
    mode: settings.mode,
    timezone: settings.timezone,
    cohortDay: dayOf(at.toISOString(), settings.timezone),
    dimensions: dimensionsOf(touch),
    at: at.toISOString(),
    touch,
    event: {
      id: visitEventIdOf(campaignId, visitId),
      type: 'visit.recorded',
      at: at.toISOString(),
      reached: ['visited'],
      ...(hasClickId(touch) && { tellsClick: true }),
    },
  }
  const days = settings.attribution.clickWindowDays + DAYS_AFTER_WINDOW
  await visits.record(visit, Math.floor(at.getTime() / 1000) + days * 86_400)
}
