/** Where platforms take conversions by callback: hosts and paths, nothing else. */
export const CALLBACK_PLACES = {
  tencent_ads: ['api.e.qq.com/conv', 'api.e.qq.com/v3.0/user_actions/add', 'tracking.e.qq.com/conv'],
  kuaishou: ['ad.partner.gifshow.com/track/activate'],
  baidu: ['ocpc.baidu.com/ocpcapi/cb/actionCb', 'als.baidu.com/cb/actionCb'],
} as const satisfies Record<string, readonly string[]>

const MOST_CHARACTERS = 2048

/** An address in normal form, when it is one of the places at the usual port, with no user name. Anybody can send us one: no other is ever called. */
export const ownAddress = (value: string, places: readonly string[]): string | undefined => {
  const url = URL.parse(value)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  const isPlain = url.username === '' && url.password === '' && url.port === ''
  if (!isPlain || !places.includes(`${url.hostname}${url.pathname}`)) return undefined
  url.hash = ''
  return url.href.length > MOST_CHARACTERS ? undefined : url.href
}

/** Why nothing is sent to a callback; undefined when it is one of the places. */
export const callbackUnfit = (callback: string | undefined, places: readonly string[]): string | undefined => {
  if (callback === undefined) return 'callback_missing'
  return ownAddress(callback, places) === undefined ? 'callback_foreign' : undefined
}

/** The same address over TLS. */
export const overTls = (address: string): string => address.replace(/^http:/, 'https:')

/** The same path and query at another base, which a connection may give in place of the real host. */
export const atBase = (address: string, baseUrl: string | undefined): string =>
  baseUrl === undefined ? address : address.replace(/^https?:\/\/[^/]+/, baseUrl.replace(/\/$/, ''))
