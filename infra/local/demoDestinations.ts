import type * as z from 'zod'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import type { DestinationPlatform } from '../../shared/domain/destination.ts'
import type { Chain } from '../../shared/domain/milestone.ts'

type Settings = z.input<typeof CampaignSettings>
type Destination = NonNullable<Settings['destinations']>[number]
type Purpose = Settings['consent']['purposes'][number]

/** By which name the consent text tells of each platform. */
const NAMES: Readonly<Record<DestinationPlatform, string>> = {
  tencent_ads: '腾讯广告',
  ocean_engine: '巨量引擎',
  kuaishou: '快手磁力引擎',
  baidu: '百度营销',
  meta: 'Meta',
  google_ads: 'Google Ads',
  partner: '合作媒体',
}

const ABROAD: readonly DestinationPlatform[] = ['meta', 'google_ads']

type Told = Pick<Destination, 'shares' | 'settings' | 'conversions'>

/** What each platform is told of a loan to a small business (reference §0.3), and what goes along. */
const TOLD: Readonly<Record<DestinationPlatform, Told>> = {
  tencent_ads: {
    shares: ['phone', 'wechat', 'value'],
    conversions: {
      followed: { action: 'FOLLOW' },
      captured: { action: 'REGISTER' },
      applied: { action: 'RESERVATION' },
      preapproved: { action: 'PRE_CREDIT' },
      credited: { action: 'CREDIT' },
      disbursed: { action: 'WITHDRAW_DEPOSITS' },
    },
  },
  ocean_engine: {
    shares: ['quality'],
    conversions: {
      captured: { action: 'form' },
      registered: { action: 'active_register' },
      applied: { action: 'loan_completion' },
      preapproved: { action: 'pre_loan_credit' },
      credited: { action: 'loan_credit' },
      disbursed: { action: 'loan' },
    },
  },
  kuaishou: {
    conversions: {
      captured: { action: '9' },
      registered: { action: '2' },
      applied: { action: '10' },
      credited: { action: '11' },
      disbursed: { action: '79' },
    },
  },
  baidu: {
    shares: ['value'],
    conversions: {
      captured: { action: '3' },
      registered: { action: '25' },
      applied: { action: '55' },
      credited: { action: '42' },
    },
  },
  // Whoever is told a phone could find somebody by it whom another platform brought.
  meta: {
    shares: ['value'],
    conversions: {
      captured: { action: 'Lead' },
      registered: { action: 'CompleteRegistration' },
      applied: { action: 'SubmitApplication' },
      credited: { action: 'CreditGranted' },
      disbursed: { action: 'LoanDrawn' },
    },
  },
  // All that Google is told is of one conversion action, so it is told of one milestone.
  google_ads: {
    shares: ['value'],
    settings: { asksAfterSeconds: 5 },
    conversions: { captured: { action: 'lead' } },
  },
  partner: {
    shares: ['value'],
    conversions: {
      captured: { action: 'lead.captured' },
      registered: { action: 'lead.registered' },
      applied: { action: 'application.submitted' },
      credited: { action: 'application.credited' },
      disbursed: { action: 'application.disbursed' },
    },
  },
}

/** The demo account of each platform, told of what becomes of its leads. */
export const destinationsAt = (platforms: readonly DestinationPlatform[]): Destination[] =>
  platforms.map((platform) => ({
    id: platform.replaceAll('_', '-'),
    platform,
    connection: 'demo',
    recipient: NAMES[platform],
    ...TOLD[platform],
  }))

/** What people agree to for it, by purpose and by name. */
export const purposesFor = (platforms: readonly DestinationPlatform[]): Purpose[] => {
  const abroad = platforms.filter((platform) => ABROAD.includes(platform))
  const namesOf = (some: readonly DestinationPlatform[]) => some.map((platform) => NAMES[platform])
  return [
    { id: 'ad_measurement', required: false, recipients: namesOf(platforms) },
    ...(abroad.length > 0 ? [{ id: 'cross_border' as const, required: false, recipients: namesOf(abroad) }] : []),
  ]
}

/** Forms of the platforms' own, whose text asks for all that the campaign's text asks for. */
export const hostedFormsAt = (
  platforms: readonly DestinationPlatform[],
  purposes: readonly Purpose[],
): Settings['hostedForms'] => {
  const withForms = (['tencent_ads', 'ocean_engine', 'meta', 'google_ads'] as const).filter((platform) =>
    platforms.includes(platform),
  )
  return {
    purposes: purposes.map(({ id }) => id),
    ...Object.fromEntries(withForms.map((platform) => [platform, { connection: 'demo' }])),
  }
}

/** The platforms that the demo campaign of each chain is advertised with. */
export const PLATFORMS_OF: Readonly<Record<Chain, readonly DestinationPlatform[]>> = {
  landing_page: ['tencent_ads', 'ocean_engine', 'kuaishou', 'baidu', 'meta', 'google_ads', 'partner'],
  official_account: ['tencent_ads'],
  mini_program: ['tencent_ads', 'kuaishou'],
  wecom: ['ocean_engine', 'baidu'],
  app: ['ocean_engine', 'kuaishou'],
}
