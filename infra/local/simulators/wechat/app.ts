/** The one mini program that the simulated WeChat knows. */
export const MINI_PROGRAM = {
  appId: 'wx0000simulated001',
  appSecret: '0123456789abcdef0123456789abcdef',
} as const
