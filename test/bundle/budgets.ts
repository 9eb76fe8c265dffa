/** What the bundle of a function may be. */
export type Budget = {
  kilobytes: number
  /** Our own source files in it, and how deep they import each other. */
  files: number
  depth: number
  /** The packages in it. */
  packages: readonly string[]
}

/** AWS's own marshaller and signer. */
const AWS = ['@aws-sdk/util-dynamodb', '@smithy/core', '@smithy/signature-v4']

const HTTP = [...AWS, 'hono', 'zod']
const STREAM = [...AWS, '@middy/core', 'zod']

/** A budget is about an eighth above what the function needs. Who goes beyond it says why in the commit that raises it. */
export const BUDGETS: Readonly<Record<string, Budget>> = {
  capture: { kilobytes: 270, files: 80, depth: 4, packages: [...HTTP, 'altcha-lib'] },
  onboarding: { kilobytes: 290, files: 115, depth: 5, packages: HTTP },
  operations: { kilobytes: 360, files: 130, depth: 5, packages: [...HTTP, 'csv-parse', 'csv-stringify'] },
  pages: { kilobytes: 260, files: 60, depth: 5, packages: HTTP },
  decisions: { kilobytes: 180, files: 48, depth: 5, packages: STREAM },
  docs: { kilobytes: 250, files: 40, depth: 4, packages: ['hono', 'js-yaml', 'marked', 'zod'] },
  relay: { kilobytes: 165, files: 42, depth: 5, packages: STREAM },
  journal: { kilobytes: 162, files: 32, depth: 5, packages: STREAM },
}
