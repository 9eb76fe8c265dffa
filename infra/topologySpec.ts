import type { EndpointSpec } from '../shared/contract/endpoint.ts'

/** What starts a function. */
export type Trigger =
  /**
   * HTTP requests of the endpoints' routes, and of `routes` beside them; `$default` takes what no route takes.
   * `staffPages` are routes that a browser opens with a session of ours: a stage with another sign-in does without.
   */
  | {
      kind: 'http'
      endpoints: readonly EndpointSpec[]
      routes?: readonly string[]
      staffPages?: readonly string[]
    }
  /** Records of the table's stream that match one of the patterns, in order. */
  | { kind: 'stream'; patterns: readonly Pattern[]; batchSize: number; retries: number }
  /** Messages of queues, each worked on by itself, by `atOnce` copies of the function at most: a slow one leaves room to the others. */
  | { kind: 'queue'; queues: readonly string[]; batchSize: number; atOnce?: number }
  /** Events on the bus that match a pattern. */
  | { kind: 'event'; pattern: Pattern }
  /** Every so many minutes. */
  | { kind: 'schedule'; everyMinutes: number }

/** An EventBridge pattern: nested fields, each leaf a list of what may be there. */
export type Pattern = { readonly [field: string]: Pattern | readonly PatternLeaf[] }
export type PatternLeaf = string | number | boolean | null | { exists: boolean } | { prefix: string }

export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'

/** What a function may do. Items are named by the first part of their partition key. */
export type Rights = {
  table?: readonly { actions: readonly TableAction[]; items: readonly string[] }[]
  putEvents?: true
  /** Queues that it sends messages to, and those that it asks how many messages wait. */
  sendTo?: readonly string[]
  countIn?: readonly string[]
  keys?: readonly ('GenerateDataKey' | 'Decrypt')[]
}

/** A setting that the host fills in, a queue's URL, or a value that is the same everywhere. */
export type Setting =
  | {
      host:
        | 'tableName'
        | 'busName'
        | 'keyId'
        | 'outboundHosts'
        | 'decisionSources'
        | 'clickOrigin'
        | 'mostClickWindowDays'
    }
  | { queueUrl: string }
  | { value: string }

export type FunctionSpec = {
  /** The module that exports `handler`, from the project's root. */
  entry: string
  /** Files of the project that it reads: they lie at the same places under `LAMBDA_TASK_ROOT`. */
  files?: readonly string[]
  trigger: Trigger
  memoryMb: number
  timeoutSeconds: number
  rights: Rights
  /** It calls a provider that takes calls from allow-listed addresses only. */
  callsFromFixedAddress?: true
  settings: Readonly<Record<string, Setting>>
}

export type QueueSpec = {
  visibilitySeconds: number
  /** How many deliveries fail before a message goes to the dead-letter queue. */
  maxReceives: number
}

export type Topology = {
  functions: Readonly<Record<string, FunctionSpec>>
  queues: Readonly<Record<string, QueueSpec>>
}
