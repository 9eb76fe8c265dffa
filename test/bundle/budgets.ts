/** What the bundle of a function may be. */
export type Budget = {
  kilobytes: number
  /** Our own source files in it, and how deep they import each other. */
  files: number
  depth: number
  /** The packages in it. */
  packages: readonly string[]
}

/** The AWS SDK's client of DynamoDB with all that it brings. */
const DYNAMODB = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/core',
  '@aws-sdk/dynamodb-codec',
  '@aws-sdk/endpoint-cache',
  '@aws-sdk/middleware-endpoint-discovery',
  '@aws-sdk/util-dynamodb',
  '@aws/lambda-invoke-store',
  '@smithy/core',
  '@smithy/node-http-handler',
  '@smithy/signature-v4',
  '@smithy/types',
  'mnemonist',
  'obliterator',
]

const HTTP = [...DYNAMODB, 'hono', 'jose', 'zod']
const STREAM = [...DYNAMODB, '@middy/core', 'zod']

/** A budget is about an eighth above what the function needs. Who goes beyond it says why in the commit that raises it. */
export const BUDGETS: Readonly<Record<string, Budget>> = {
  capture: { kilobytes: 525, files: 65, depth: 4, packages: [...HTTP, '@aws-sdk/client-kms', 'altcha-lib'] },
  operations: { kilobytes: 515, files: 64, depth: 5, packages: [...HTTP, '@aws-sdk/client-kms', 'csv-stringify'] },
  pages: { kilobytes: 450, files: 49, depth: 4, packages: HTTP },
  relay: {
    kilobytes: 385,
    files: 25,
    depth: 4,
    packages: [...STREAM, '@aws-sdk/client-eventbridge', '@aws-sdk/signature-v4-multi-region'],
  },
  journal: { kilobytes: 365, files: 27, depth: 5, packages: STREAM },
}
