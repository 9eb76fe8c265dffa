/** Milliseconds until AWS answers within a region, by operation: the middle of published figures for warm connections. */
export const WAIT_MS: Readonly<Record<string, number>> = {
  GetItem: 4,
  BatchGetItem: 6,
  Query: 6,
  PutItem: 6,
  UpdateItem: 6,
  DeleteItem: 6,
  BatchWriteItem: 8,
  TransactWriteItems: 12,
  PutEvents: 15,
  SendMessage: 10,
  SendMessageBatch: 12,
  Decrypt: 8,
  GenerateDataKey: 8,
}

/** Lambda gives CPU by memory, a whole one at this many megabytes. */
export const MB_OF_ONE_CPU = 1769

/** One call in a hundred starts a copy of the function. Starting is billed as running is. */
export const COLD_SHARE = 0.01
export const COLD_START_MS = 250

/** CloudWatch Logs counts so many bytes beside each line. */
export const BYTES_BESIDE_LINE = 26

/** What Lambda itself logs of a call, start and report in JSON, where a function lets it. */
export const PLATFORM_LOG_BYTES = 600

/** DynamoDB stores so many bytes beside each item, and CloudWatch a line as this share of it. */
export const BYTES_BESIDE_ITEM = 100
export const COMPRESSED_SHARE = 0.15

/** Lambda asks an empty queue with five pollers, each of them every twenty seconds. */
export const POLLERS = 5
export const POLL_SECONDS = 20

/** How long a function works that was started by the clock and finds nothing to do. */
export const IDLE_RUN_MS = 20

/** What the least that could do the work would take. */
export const FLOOR = { ms: 8, memoryMb: 128 }

export const HOURS_OF_MONTH = 730

/** Everything above in words, for the reader of a bill. */
export const ASSUMPTIONS = [
  `AWS answers in ${Object.entries(WAIT_MS)
    .map(([operation, ms]) => `${operation} ${ms}`)
    .join(', ')} ms`,
  `CPU as here, at the share that memory gives: a whole one at ${MB_OF_ONE_CPU} MB`,
  `${COLD_SHARE * 100} % of calls start a copy of the function in ${COLD_START_MS} ms, and ask for its key`,
  `${BYTES_BESIDE_LINE} bytes beside each log line, ${BYTES_BESIDE_ITEM} beside each item; stored logs compressed to ${COMPRESSED_SHARE * 100} %`,
  `an empty queue is asked by ${POLLERS} pollers every ${POLL_SECONDS} s; a function that the clock starts for nothing runs ${IDLE_RUN_MS} ms`,
  'the campaign is in memory: where leads come more than its five seconds apart, half a read unit more',
  "left out: data out to the internet, what DynamoDB and CloudWatch, which keep it in memory, ask of the stage's key, tax",
] as const
