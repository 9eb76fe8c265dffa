/** The one mini program that the simulated WeChat knows. */
export const MINI_PROGRAM = {
  appId: 'wx0000simulated001',
  appSecret: '0123456789abcdef0123456789abcdef',
  token: 'SimulatedMiniProgramToken',
  encodingAesKey: 'SimulatedMiniProgramEncodingAesKey000000001',
} as const

/** Its one official account. */
export const OFFICIAL_ACCOUNT = {
  appId: 'wx0000simulated002',
  appSecret: 'fedcba9876543210fedcba9876543210',
  token: 'SimulatedOfficialAccountToken',
  encodingAesKey: 'SimulatedOfficialAccountEncodingAesKey00002',
} as const

/** What messages name as the account that they are for, in place of its app id. */
export const ORIGINAL_IDS = {
  [MINI_PROGRAM.appId]: 'gh_simulated01',
  [OFFICIAL_ACCOUNT.appId]: 'gh_simulated02',
} as const

export type App = typeof MINI_PROGRAM | typeof OFFICIAL_ACCOUNT
