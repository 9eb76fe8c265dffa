/** List prices of AWS in US dollars, without the free tier. Replace the file for another region or date. */
export const PRICES = {
  asOf: '2026-11-23',
  region: 'us-east-1',
  source: 'AWS price pages, as collected on that day; on-demand DynamoDB after the cut of November 2024',
  /** Per million, per GB, per GB-second or per month, as each line's unit says. */
  units: {
    httpApiRequests: { per: 'million requests of 512 KB', usd: 1 },
    lambdaRequests: { per: 'million requests', usd: 0.2 },
    lambdaGbSecondsArm64: { per: 'GB-second', usd: 0.000_013_333_4 },
    lambdaGbSecondsX86: { per: 'GB-second', usd: 0.000_016_666_7 },
    dynamoWrites: { per: 'million write units', usd: 0.625 },
    dynamoReads: { per: 'million read units', usd: 0.125 },
    dynamoStorage: { per: 'GB and month', usd: 0.25 },
    dynamoRecovery: { per: 'GB and month of point-in-time recovery', usd: 0.2 },
    busEvents: { per: 'million events of 64 KB', usd: 1 },
    archive: { per: 'GB archived', usd: 0.1 },
    archiveStorage: { per: 'GB and month archived', usd: 0.023 },
    queueRequests: { per: 'million requests', usd: 0.4 },
    logs: { per: 'GB of logs taken in', usd: 0.5 },
    logStorage: { per: 'GB and month of logs, compressed', usd: 0.03 },
    kmsRequests: { per: 'million requests', usd: 3 },
    key: { per: 'key and month', usd: 1 },
    alarm: { per: 'alarm and month', usd: 0.1 },
    dashboard: { per: 'dashboard and month', usd: 3 },
    metric: { per: 'custom metric and month', usd: 0.3 },
    natHour: { per: 'hour of a NAT gateway', usd: 0.045 },
    addressHour: { per: 'hour of a public address', usd: 0.005 },
  },
} as const

export type PriceName = keyof typeof PRICES.units
