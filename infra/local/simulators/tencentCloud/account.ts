/** The one account that the simulated Tencent Cloud knows, its SMS signature and template, and its face check rule. */
export const ACCOUNT = {
  secretId: 'AKIDSIMULATEDSIMULATEDSIMULATED00001',
  secretKey: 'SIMULATEDSECRETKEYSIMULATED00001',
  sdkAppId: '1400000001',
  signName: '拓客演示',
  templateId: '1000001',
  ruleId: '1',
} as const
