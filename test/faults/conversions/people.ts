import { newClickId } from '../../../infra/local/simulators/ads/clickIds.ts'
import type { DestinationPlatform } from '../../../shared/domain/destination.ts'
import { phoneNumber } from '../../harness/samples.ts'
import type { Random } from '../random.ts'
import { CAMPAIGNS, type Campaign, TARGETS } from './campaigns.ts'

/** What people agree to: to be told of everywhere, at home only, or nowhere. */
const AGREES = { everywhere: 88, home: 8, nowhere: 4 }
const COMES_TO = { main: 90, other: 10 }

/** Of those who come to `main`: who sets a reminder, which takes the contact back, and who withdraws consent. */
const DOES = { nothing: 86, reminds: 8, withdraws: 6 }

/** When that is: soon, while the conversions are planned and sent, or late, when all are planned and some are to be sent again. */
const WHEN = { soon: 1, late: 1 }

/** How the id of a click begins, by its name on the landing page's address, and whose it is. */
const CLICK_IDS: Record<string, { platform: DestinationPlatform; prefix: string }> = {
  gdt_vid: { platform: 'tencent_ads', prefix: 'wx0' },
  clickid: { platform: 'ocean_engine', prefix: 'E.C' },
  callback: { platform: 'kuaishou', prefix: 'DHAJASAL' },
  bd_vid: { platform: 'baidu', prefix: '' },
  fbclid: { platform: 'meta', prefix: 'IwAR' },
  gclid: { platform: 'google_ads', prefix: 'Cj0K' },
}

/** Somebody who leaves a contact, having clicked an ad of every platform. Times are milliseconds of the movable clock. */
export type Person = {
  n: number
  campaign: Campaign
  agrees: keyof typeof AGREES
  does: keyof typeof DOES
  when: keyof typeof WHEN
  clickIds: Readonly<Record<string, string>>
  leadId: string
  leadToken: string
  remindedAt?: number
  withdrawnAt?: number
}

/** Somebody before the contact is left. */
export type Visitor = Pick<Person, 'n' | 'campaign' | 'agrees' | 'does' | 'when'>

/** How many conversions somebody is, without what is taken back. */
export const conversionsOf = ({ campaign }: Pick<Person, 'campaign'>): number =>
  TARGETS[campaign].reduce((sum, { told }) => sum + Object.keys(told).length, 0)

/** As many people as make so many conversions. */
export const visitors = (conversions: number, random: Random): Visitor[] => {
  const all: Visitor[] = []
  for (let left = conversions; left > 0; ) {
    const campaign = random.weighed(COMES_TO)
    const does = campaign === 'main' ? random.weighed(DOES) : 'nothing'
    all.push({ n: all.length, campaign, agrees: random.weighed(AGREES), does, when: random.weighed(WHEN) })
    left -= conversionsOf({ campaign })
  }
  return all
}

const PURPOSES: Record<Person['agrees'], readonly string[]> = {
  everywhere: ['contact', 'ad_measurement', 'cross_border'],
  home: ['contact', 'ad_measurement'],
  nowhere: ['contact'],
}

/** Ids of clicks at some moment, as the simulated platforms know them again. */
export const clicksAt = (at: Date, seed: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(CLICK_IDS).map(([name, { prefix }]) => [name, newClickId(prefix, at, `${seed} ${name}`)]),
  )

/** Whose click an id is. */
export const platformOfClick = (name: string): DestinationPlatform | undefined => CLICK_IDS[name]?.platform

/** What is sent when the contact is left. */
export const submissionOf = ({ n, agrees }: Visitor, clickIds: Record<string, string>): object => ({
  contact: { phone: phoneNumber(n) },
  consent: { version: '2026-11', purposes: PURPOSES[agrees] },
  touch: { url: `https://loan.bank.example/spring?${new URLSearchParams(clickIds)}` },
})

export const campaignIdOf = ({ campaign }: Pick<Person, 'campaign'>): string => CAMPAIGNS[campaign]
