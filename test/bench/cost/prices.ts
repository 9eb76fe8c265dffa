/** What is paid for: `usd` for `of` units. AWS gives every account `free` units a month for nothing. An `unsure` one should be looked up before it is quoted. */
export type Price = { usd: number; of: number; unit: string; free?: number; source: string; unsure?: true }

const MILLION = 1e6

const DYNAMODB = 'Amazon DynamoDB pricing, on-demand, standard table class'
const LAMBDA = 'AWS Lambda pricing'
const EVENTBRIDGE = 'Amazon EventBridge pricing'
const CLOUDWATCH = 'Amazon CloudWatch pricing'
const KMS = 'AWS Key Management Service pricing'
const VPC = 'Amazon VPC pricing'

/** List prices of AWS in US dollars. Replace the file for another region or date: prices of the China regions are others, in CNY. */
export const PRICES = {
  asOf: '2026-11-23',
  region: 'us-east-1',
  currency: 'USD',
  units: {
    httpApiRequests: { usd: 1, of: MILLION, unit: 'requests', source: 'Amazon API Gateway pricing' },
    lambdaRequests: { usd: 0.2, of: MILLION, unit: 'requests', free: MILLION, source: LAMBDA },
    lambdaArm64: { usd: 0.000_013_333_4, of: 1, unit: 'GB-seconds', free: 400_000, source: LAMBDA },
    lambdaX86: { usd: 0.000_016_666_7, of: 1, unit: 'GB-seconds', free: 400_000, source: LAMBDA },
    // Half of what it was before November 2024.
    tableWrites: { usd: 0.625, of: MILLION, unit: 'write units', source: DYNAMODB },
    tableReads: { usd: 0.125, of: MILLION, unit: 'read units', source: DYNAMODB },
    tableStorage: { usd: 0.25, of: 1, unit: 'GB', free: 25, source: DYNAMODB },
    tableRecovery: { usd: 0.2, of: 1, unit: 'GB', source: DYNAMODB },
    busEvents: { usd: 1, of: MILLION, unit: 'events', source: EVENTBRIDGE },
    archive: { usd: 0.1, of: 1, unit: 'GB', source: EVENTBRIDGE, unsure: true },
    archiveStorage: { usd: 0.023, of: 1, unit: 'GB', source: EVENTBRIDGE, unsure: true },
    queueRequests: {
      usd: 0.4,
      of: MILLION,
      unit: 'requests',
      free: MILLION,
      source: 'Amazon SQS pricing',
    },
    logs: { usd: 0.5, of: 1, unit: 'GB', free: 5, source: CLOUDWATCH },
    logStorage: { usd: 0.03, of: 1, unit: 'GB', source: CLOUDWATCH, unsure: true },
    alarm: { usd: 0.1, of: 1, unit: 'alarms', free: 10, source: CLOUDWATCH },
    dashboard: { usd: 3, of: 1, unit: 'dashboards', free: 3, source: CLOUDWATCH },
    metric: { usd: 0.3, of: 1, unit: 'metrics', free: 10, source: CLOUDWATCH },
    keyRequests: { usd: 0.03, of: 10_000, unit: 'requests', free: 20_000, source: KMS },
    key: { usd: 1, of: 1, unit: 'keys', source: KMS },
    natHour: { usd: 0.045, of: 1, unit: 'hours', source: VPC },
    addressHour: { usd: 0.005, of: 1, unit: 'hours', source: VPC },
  } satisfies Record<string, Price>,
}

export type PriceName = keyof typeof PRICES.units

export const priceOf = (name: PriceName): Price => PRICES.units[name]
