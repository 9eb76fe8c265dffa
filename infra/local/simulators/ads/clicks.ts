import * as z from 'zod'
import { CampaignId } from '../../../../shared/domain/campaign.ts'
import { Phone } from '../../../../shared/domain/phone.ts'
import { act, NotPossible } from '../control.ts'
import { Repeats } from '../deliveries/how.ts'
import { optional } from '../formValue.ts'
import type { SimulatorApp, World } from '../world.ts'
import type { AdClick, AdPlatform, Monitor, Told } from './adPlatform.ts'
import { newClickId } from './clickIds.ts'
import { apiOf, platformOf, tell } from './telling.ts'

/**
 * What the landing page's address gets is named by `clickId` where a platform has several. Without a key the campaign
 * has no click monitor; `link` is the query of another monitor link than the one of our console.
 */
const clickInput = (platforms: readonly AdPlatform[]) =>
  Repeats.pick({ times: true }).extend({
    platform: z.enum(platforms.flatMap(({ name, clickIds }) => (Object.keys(clickIds).length > 0 ? [name] : []))),
    campaignId: CampaignId,
    key: optional(z.string().max(128)),
    link: optional(z.string().max(2048)),
    clickId: optional(z.string()),
    person: optional(Phone),
  })
type ClickInput = z.infer<ReturnType<typeof clickInput>>

const MACRO = /^__[A-Z0-9_]+__$/

/** The query of a monitor link with its macros replaced. */
const replaced = (
  { link, macros, refusesUnknownMacros, adds }: Monitor,
  other: string | undefined,
  click: AdClick,
): Record<string, string> => {
  const values = macros(click)
  const pairs = other === undefined ? Object.entries(link) : [...new URLSearchParams(other)]
  const query = pairs.map(([name, written]) => {
    const value = values[written]
    if (value === undefined && refusesUnknownMacros && MACRO.test(written))
      throw new NotPossible(`The platform takes no link with ${written}.`)
    return [name, value ?? written]
  })
  return { ...Object.fromEntries(query), ...adds }
}

const clickOn = ({ clickIds }: AdPlatform, wanted: string | undefined, at: Date): AdClick => {
  const [usual = ''] = Object.keys(clickIds)
  const name = wanted ?? usual
  const prefix = clickIds[name]
  if (prefix === undefined) throw new NotPossible(`The platform's click ids are ${Object.keys(clickIds).join(', ')}.`)
  return { name, id: newClickId(prefix, at), eventId: newClickId('', at), at }
}

/** People click ads: the platform calls the click monitor, as often as asked, and the landing page's address is the answer. */
export const clickRoute = (app: SimulatorApp, world: World, platforms: readonly AdPlatform[]): void => {
  const { now, people } = world

  const clicked = async (input: ClickInput): Promise<Told> => {
    const { campaignId, key, times, person } = input
    const api = apiOf(world)
    const platform = platformOf(platforms, input.platform)
    const click = clickOn(platform, input.clickId, now())
    const landing = `${api}/demo/${campaignId}?${new URLSearchParams({ [click.name]: click.id })}`
    const url = `${api}/v1/in/${platform.name}/clicks/${campaignId}/${encodeURIComponent(key ?? '')}`
    const { monitor } = platform
    const query = monitor && key !== undefined ? replaced(monitor, input.link, click) : undefined
    const attempts = monitor && query ? await tell(world, { times, ...monitor }, () => ({ url, query })) : []
    const who = person === undefined ? '' : `${people.of(person).name} `
    return platform.told.add({ what: `${who}点击 ${campaignId}`, at: click.at.toISOString(), attempts, landing })
  }

  app.post('/_sim/ads/click', act(clickInput(platforms), clicked))
}
