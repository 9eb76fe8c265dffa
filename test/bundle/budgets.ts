/** What the bundle of a function may be. */
export type Budget = {
  kilobytes: number
  /** Our own source files in it, and how deep they import each other. */
  files: number
  depth: number
  /** The packages in it. */
  packages: readonly string[]
}

/** AWS's own marshaller. */
const AWS = ['@aws-sdk/util-dynamodb']

const HTTP = [...AWS, 'hono', 'zod']
const CSV = ['csv-parse', 'csv-stringify']
/** The reader of WeChat's messages, and what it is made of. */
const XML = [
  '@nodable/entities',
  'anynum',
  'fast-xml-parser',
  'is-unsafe',
  'path-expression-matcher',
  'strnum',
  'xml-naming',
]
const STREAM = [...AWS, '@middy/core', 'zod']

/** A budget is about an eighth above what the function needs. Who goes beyond it says why in the commit that raises it. */
export const BUDGETS: Readonly<Record<string, Budget>> = {
  capture: { kilobytes: 280, files: 100, depth: 6, packages: [...HTTP, 'altcha-lib'] },
  clicks: { kilobytes: 215, files: 68, depth: 5, packages: HTTP },
  pushes: { kilobytes: 250, files: 108, depth: 9, packages: HTTP },
  onboarding: { kilobytes: 330, files: 173, depth: 7, packages: HTTP },
  callbacks: { kilobytes: 320, files: 96, depth: 9, packages: [...HTTP, ...XML] },
  operations: { kilobytes: 323, files: 120, depth: 6, packages: [...HTTP, ...CSV] },
  console: { kilobytes: 360, files: 153, depth: 7, packages: [...HTTP, ...CSV] },
  pages: { kilobytes: 280, files: 70, depth: 5, packages: HTTP },
  ledger: { kilobytes: 243, files: 84, depth: 8, packages: HTTP },
  planner: { kilobytes: 203, files: 76, depth: 7, packages: STREAM },
  conversions: { kilobytes: 221, files: 98, depth: 6, packages: STREAM },
  dueConversions: { kilobytes: 175, files: 42, depth: 5, packages: STREAM },
  decisions: { kilobytes: 180, files: 48, depth: 5, packages: STREAM },
  docs: { kilobytes: 250, files: 40, depth: 4, packages: ['hono', 'js-yaml', 'marked', 'zod'] },
  relay: { kilobytes: 165, files: 42, depth: 5, packages: STREAM },
  journal: { kilobytes: 172, files: 39, depth: 6, packages: STREAM },
}
