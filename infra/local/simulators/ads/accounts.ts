/** The one account on each simulated ad platform. Secrets that sign are those of the published vectors. */
export const TENCENT_ADS = {
  accountId: '25000001',
  accessToken: 'simulated-tencent-ads-token-00001',
  oauthClientId: '1100000001',
  oauthClientSecret: 'simulated-tencent-ads-client-secret',
  oauthRefreshToken: 'simulated-tencent-ads-refresh-token',
  userActionSetId: '1200000001',
  /** What a callback's conversion is called on the platform. */
  conversionId: '10001',
  leads: { token: '100000001600000000', secret: '0123456789abcdef0123456789abcdef' },
} as const

export const OCEAN_ENGINE = {
  advertiserId: '1700000000000001',
  token: 'ocean-secret',
  accessToken: 'simulated-ocean-engine-token-00001',
  oauthClientId: '1800000000000001',
  oauthClientSecret: 'simulated-ocean-engine-client-secret',
  oauthRefreshToken: 'simulated-ocean-engine-refresh-token',
  leads: { key: 'feiyu-key', token: 'feiyu-token' },
} as const

export const KUAISHOU = { accountId: '9000001' } as const

export const BAIDU = { userId: '7000001', token: 'simulated-baidu-token-00001', akey: 'AKEYTEST' } as const

export const META = {
  pixelId: '1200000000000001',
  accessToken: 'simulated-meta-token-00001',
  appSecret: 'app-secret-test',
  verifyToken: 'simulated-meta-verify-token',
} as const

export const GOOGLE_ADS = {
  customerId: '1234567890',
  conversionActionId: '987654321',
  leadKey: 'simulated-google-lead-key',
  oauthClientId: 'simulated.apps.googleusercontent.com',
  oauthClientSecret: 'simulated-google-client-secret',
  oauthRefreshToken: 'simulated-google-refresh-token',
} as const

export const PARTNER = {
  url: 'https://partner.example.com/webhooks',
  secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
} as const
