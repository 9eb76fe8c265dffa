import type * as z from 'zod'
import type { CampaignSettings } from '../../../shared/domain/campaign.ts'
import { DestinationPlatform } from '../../../shared/domain/destination.ts'
import { campaignSettings } from '../../harness/samples.ts'

type Settings = z.input<typeof CampaignSettings>
type Destination = NonNullable<Settings['destinations']>[number]

/** What a destination is told of, by its own names. */
export type Told = { visited?: string; captured: string }

/** A destination as this suite knows it: `retracts` when a reminder takes the contact back. */
export type Target = {
  id: string
  platform: DestinationPlatform
  told: Told
  retracts?: true
  more?: Partial<Destination>
}

/** Most people come to `main`, told of by everybody; to `other` some, whose destinations are disabled, dead or removed. */
export const CAMPAIGNS = { main: 'conversions-main', other: 'conversions-other', quick: 'conversions-quick' } as const
export type Campaign = keyof typeof CAMPAIGNS

/** A connection to a partner where nobody listens. */
export const DEAD = { id: 'dead', baseUrl: 'http://127.0.0.1:9' } as const

const NAMES: Record<DestinationPlatform, Required<Told>> = {
  tencent_ads: { visited: 'PAGE_VIEW', captured: 'RESERVATION' },
  ocean_engine: { visited: 'page_view', captured: 'form' },
  kuaishou: { visited: '1', captured: '9' },
  baidu: { visited: '1', captured: '3' },
  meta: { visited: 'ViewContent', captured: 'Lead' },
  google_ads: { visited: 'visit', captured: 'lead' },
  partner: { visited: 'lead.visited', captured: 'lead.captured' },
}

const googleAsksSoon = (platform: DestinationPlatform): Pick<Target, 'more'> =>
  platform === 'google_ads' ? { more: { settings: { asksAfterSeconds: 60 } } } : {}

const idOf = (platform: DestinationPlatform): string => platform.replaceAll('_', '-')

/** Every platform once, told of two milestones. */
const EVERYBODY = DestinationPlatform.options.map((platform): Target => {
  const target = { id: idOf(platform), platform, told: NAMES[platform], retracts: true as const }
  return { ...target, ...googleAsksSoon(platform) }
})

/** Every platform once, told of one milestone. */
const QUICK = DestinationPlatform.options.map(
  (platform): Target => ({
    id: idOf(platform),
    platform,
    told: { captured: NAMES[platform].captured },
    ...googleAsksSoon(platform),
  }),
)

/** One that is enabled late, one that never answers, and one that is removed. */
const AWKWARD: readonly Target[] = [
  { id: 'late', platform: 'kuaishou', told: { visited: '2', captured: '5' }, more: { enabled: false } },
  {
    id: 'dead',
    platform: 'partner',
    told: { captured: 'lead.captured' },
    more: { connection: DEAD.id, settings: { windowDays: 1 } },
  },
  { id: 'removed', platform: 'tencent_ads', told: { visited: 'VIEW_CONTENT', captured: 'CONSULT' } },
]

export const TARGETS: Record<Campaign, readonly Target[]> = { main: EVERYBODY, other: AWKWARD, quick: QUICK }

const destinationOf = ({ id, platform, told, retracts, more }: Target): Destination => ({
  id,
  platform,
  connection: 'demo',
  conversions: {
    ...(told.visited !== undefined && { visited: { action: told.visited } }),
    captured: { action: told.captured },
    ...(retracts && { reminded: { retracts: 'captured' as const } }),
  },
  ...more,
})

/** A campaign with its destinations; `later` as it is from some moment on: what was disabled is enabled, and one is gone. */
export const settingsOf = (campaign: Campaign, { later = false } = {}): Settings => {
  const all = TARGETS[campaign].map(destinationOf)
  const destinations = later
    ? all.filter(({ id }) => id !== 'removed').map((each) => ({ ...each, enabled: true }))
    : all
  return campaignSettings({
    fields: [],
    destinations,
    consent: {
      version: '2026-11',
      text: 'We tell ad platforms what became of you.',
      purposes: [
        { id: 'contact', required: true },
        { id: 'ad_measurement', required: false, recipients: [...DestinationPlatform.options] },
        { id: 'cross_border', required: false, recipients: ['meta', 'google_ads'] },
      ],
    },
  })
}
