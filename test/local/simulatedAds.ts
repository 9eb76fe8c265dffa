import { GOOGLE_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import type { Told } from '../../infra/local/simulators/ads/adPlatform.ts'
import type { Conversion } from '../../infra/local/simulators/ads/ledger.ts'
import type { FaultKind } from '../../infra/local/simulators/faults.ts'
import type { ConversionEvent } from '../../shared/domain/conversion.ts'
import type { PlatformAnswer, PlatformRequest } from '../../shared/platforms/conversions/adapter.ts'
import { type Send, send } from '../harness/client.ts'
import { startPlatforms } from './callbackReceiver.ts'

/** When the published vectors were made: Unix second 1700000000. */
export const AT = '2023-11-14T22:13:20.000Z'

export const DAY = 86_400_000

/** Somebody whom every simulated platform knows. */
export const KNOWN_PHONE = '13900139001'

/** The simulated ad platforms on a clock that stands still until it is moved. */
export const startAds = async () => {
  let clock = Date.parse(AT)
  const platforms = await startPlatforms(() => new Date(clock))
  const { url, act } = platforms
  const get = async (path: string) => (await send(url, 'GET', `/_sim/${path}`)).json()
  let nonces = 0
  return {
    ...platforms,
    now: () => new Date(clock),
    pass: (ms: number): void => {
      clock += ms
    },
    /** What every call to Tencent says of itself. */
    stamp: () => ({ timestamp: String(Math.floor(clock / 1000)), nonce: `nonce${nonces++}` }),
    send: (method: string, path: string, what: Send = {}) => send(url, method, path, what),
    conversions: async (name: string) =>
      ((await get(`${name}/conversions`)) as { conversions: Conversion[] }).conversions,
    deliveries: async (name: string) => ((await get(`${name}/deliveries`)) as { deliveries: Told[] }).deliveries,
    breakNext: (provider: string, kind: FaultKind) => act('faults', { provider, kind }),
    click: (platform: string, more: object = {}) =>
      act<Told & { landing: string }>('ads/click', { platform, campaignId: 'spring', ...more }),
  }
}

export type Ads = Awaited<ReturnType<typeof startAds>>

/** What a click put on the landing page's address. */
export const clickIdIn = (landing: string): string => {
  const [value] = new URL(landing).searchParams.values()
  return value ?? ''
}

/** A request of one of our adapters, made. */
export const made = async ({ url, body, ...init }: PlatformRequest): Promise<PlatformAnswer> => {
  const answer = await fetch(url, { ...init, redirect: 'manual', ...(body !== undefined && { body }) })
  return { status: answer.status, body: await answer.text() }
}

/** An event as our adapters take it, of a click where ids of one are given. */
export const eventOf = (
  action: string,
  ids: NonNullable<ConversionEvent['click']>['ids'],
  more: Partial<ConversionEvent> = {},
): ConversionEvent => ({
  id: 'cv_abcdefghijklmnopqrst',
  milestone: 'captured',
  action,
  at: AT,
  pageUrl: 'https://h5.example.com/loan',
  click: { at: AT, ids },
  ...more,
})

/** An access token of the simulated Google. */
export const googleToken = async ({ send }: Pick<Ads, 'send'>, changes: Record<string, string> = {}) => {
  const { oauthClientId: client_id, oauthClientSecret: client_secret, oauthRefreshToken: refresh_token } = GOOGLE_ADS
  const asked = { grant_type: 'refresh_token', client_id, client_secret, refresh_token, ...changes }
  const reply = await send('POST', '/google_ads/token', { raw: new URLSearchParams(asked) })
  return { status: reply.status, ...(reply.json() as { access_token: string; expires_in: number; error?: string }) }
}
