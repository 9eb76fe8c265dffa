import type { Case } from './expected.ts'

const ABROAD = ['meta', 'google_ads']

const NOT_AGREED = 'consent_missing_ad_measurement'

/** Whether a person never agreed to be told of there. */
export const disagrees = ({ person: { agrees }, target: { platform } }: Case): boolean =>
  agrees === 'nowhere' || (agrees === 'home' && ABROAD.includes(platform))

/** What a row may be refused for by us. */
export const refusalsOf = ({ person: { agrees, withdrawnAt }, target: { id, platform } }: Case): string[] => [
  ...(agrees === 'nowhere' || withdrawnAt !== undefined ? [NOT_AGREED] : []),
  ...(agrees === 'home' && ABROAD.includes(platform) ? ['consent_missing_cross_border'] : []),
  ...(id === 'removed' ? ['destination_removed'] : []),
]
