import * as z from 'zod'
import { ConversionId } from '../domain/conversion.ts'
import { DestinationPlatform } from '../domain/destination.ts'

type Entry = { Id: string; MessageBody: string; DelaySeconds: number }

/** What the queues ask of SQS. */
export type QueueService = {
  sendMessageBatch: (input: { QueueUrl: string; Entries: Entry[] }) => Promise<{ Successful?: { Id?: string }[] }>
  messagesIn: (queueUrl: string) => Promise<number>
}

/** SQS takes ten messages in one request, and delays them by a quarter of an hour at most. */
const MAX_ENTRIES = 10
export const MAX_DELAY_SECONDS = 900

const ATTEMPTS = 3

/** How long it is waited for a message to do its work before another one is sent. */
const ON_ITS_WAY_MS = 300_000

/** Until when a message, delivered at a time, is on its way. */
export const onItsWayUntil = (at: Date): string => new Date(at.getTime() + ON_ITS_WAY_MS).toISOString()

/** What a message says: which conversion it is time for. */
export const ConversionMessage = z.object({ conversionId: ConversionId })

/** The settings that hold the URLs of the queues, one for each platform. */
const nameOf = (platform: DestinationPlatform) => `QUEUE_${platform.toUpperCase()}` as const

/** The settings of a function that uses the queues. */
export const QueueSettings = z
  .object(Object.fromEntries(DestinationPlatform.options.map((platform) => [nameOf(platform), z.string()])))
  .transform(
    (settings) =>
      (platform: DestinationPlatform): string =>
        settings[nameOf(platform)] ?? '',
  )

const sendOnce = async (sqs: QueueService, QueueUrl: string, entries: Entry[]): Promise<Entry[]> => {
  const { Successful = [] } = await sqs.sendMessageBatch({ QueueUrl, Entries: entries })
  const sent = new Set(Successful.map(({ Id }) => Id))
  return entries.filter(({ Id }) => !sent.has(Id))
}

/** One queue for each platform, so that one that is down keeps no other waiting. */
export const conversionQueues = (sqs: QueueService, urlOf: (platform: DestinationPlatform) => string) => ({
  /** Sends a message about each conversion. Fails when SQS goes on refusing one of them. */
  async send(
    platform: DestinationPlatform,
    conversionIds: readonly string[],
    { delaySeconds = 0 }: { delaySeconds?: number } = {},
  ): Promise<void> {
    for (let from = 0; from < conversionIds.length; from += MAX_ENTRIES) {
      let open: Entry[] = conversionIds.slice(from, from + MAX_ENTRIES).map((conversionId) => ({
        Id: conversionId,
        MessageBody: JSON.stringify({ conversionId }),
        DelaySeconds: delaySeconds,
      }))
      for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++)
        open = await sendOnce(sqs, urlOf(platform), open)
      if (open.length > 0) throw new Error(`the queue of ${platform} refused ${open.length} messages`)
    }
  },

  /** About how many messages wait in the queue of a platform. */
  waiting: (platform: DestinationPlatform): Promise<number> => sqs.messagesIn(urlOf(platform)),
})

export type ConversionQueues = ReturnType<typeof conversionQueues>
