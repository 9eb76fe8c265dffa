import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Click, pageIdOf } from '../../shared/domain/click.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { ClicksDeps } from './deps.ts'
import { newClick } from './newClick.ts'

/** A click outlives the window in which a lead can be attributed to it. */
const DAYS_AFTER_WINDOW = 30

/** Tells a click without an id from others: by all that its link says, and the second in which it came. */
const madeUpId = async ({ ring }: ClicksDeps, { campaignId }: Campaign, query: string, now: Date): Promise<string> => {
  const second = String(Math.floor(now.getTime() / 1000))
  return `~${blindIndex(await ring(), 'click', campaignId, query, second)
    .toString('base64url')
    .slice(0, 22)}`
}

/**
 * Keeps a click of a campaign, once per click id. It is kept where a landing page that knows it would look. When another
 * click is there, for an ad may be clicked twice where it is shown once, it is kept by its own id.
 */
export const keepClick = async (deps: ClicksDeps, campaign: Campaign, click: Click, query: string): Promise<void> => {
  const now = deps.now()
  const days = campaign.settings.attribution.clickWindowDays + DAYS_AFTER_WINDOW
  const ttl = Math.floor(now.getTime() / 1000) + days * 86_400
  const id = pageIdOf(click) ?? (await madeUpId(deps, campaign, query, now))
  const there = await deps.clicks.record(newClick(campaign, click, id, now), ttl)
  const { clickId } = click
  if (there && clickId !== undefined && there.clickId !== clickId)
    await deps.clicks.record(newClick(campaign, click, clickId, now), ttl)
}
