/** The one company that the simulated WeCom knows, with its app for customer contact. */
export const CORP = {
  corpId: 'ww0000simulated001',
  secret: 'SimulatedCustomerContactSecret0000000000001',
  token: 'SimulatedWecomToken',
  encodingAesKey: 'SimulatedCompanyOfWecomEncodingAesKey000003',
  agentId: '1000002',
} as const

/** The members of its staff who take customers when a code or link names nobody. */
export const ADVISERS = ['wang.min', 'li.hua'] as const
