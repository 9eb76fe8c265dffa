import type { SQSRecord } from 'aws-lambda'
import { ConversionMessage } from '../../shared/conversions/queues.ts'
import { closed, isBeingSent } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import { log } from '../../shared/runtime/log.ts'
import type { QueueWork } from '../../shared/runtime/queue.ts'
import { ask } from './ask.ts'
import { deliver } from './deliver.ts'
import type { ConversionsDeps } from './deps.ts'
import { record } from './record.ts'
import { afterSilence } from './tell.ts'

type Found = { message: SQSRecord; row: Conversion }

const idIn = ({ body }: SQSRecord): string | undefined => {
  try {
    return ConversionMessage.parse(JSON.parse(body)).conversionId
  } catch (error) {
    log.error('a message says nothing about a conversion', error)
    return undefined
  }
}

/** With other rows nothing is to be done. */
const isToBeWorkedOn = ({ status }: Conversion): boolean =>
  status === 'planned' || status === 'sending' || status === 'sent'

/** Messages with the rows that something is to be done with, one for each row. */
const foundIn = async ({ conversions }: ConversionsDeps, messages: readonly SQSRecord[]): Promise<Found[]> => {
  const byId = new Map(messages.map((message) => [idIn(message), message]))
  const found = await Promise.all(
    [...byId].map(async ([id, message]) => ({
      message,
      row: id === undefined ? undefined : await conversions.find(id),
    })),
  )
  return found.flatMap(({ message, row }) => (row && isToBeWorkedOn(row) ? [{ message, row }] : []))
}

const destinationOf = async (
  { findCampaign }: ConversionsDeps,
  { campaignId, destinationId, platform }: Conversion,
): Promise<Destination | undefined> => {
  const { destinations = [] } = (await findCampaign(campaignId))?.settings ?? {}
  return destinations.find((destination) => destination.id === destinationId && destination.platform === platform)
}

/** A sending that began and that nobody ended: whoever sent it is gone. */
const settle = async (deps: ConversionsDeps, row: Conversion, destination: Destination): Promise<void> => {
  const { at, way = '' } = row.attempts.at(-1) ?? { at: row.updatedAt }
  await record(deps, row, afterSilence(way, destination.settings), new Date(at))
}

const closeAll = async (
  { conversions, now }: ConversionsDeps,
  rows: readonly Conversion[],
  ...[status, reason]: ['refused' | 'expired', string]
): Promise<void> => {
  for (const row of rows) await conversions.change([{ before: row, after: closed(row, now(), status, reason) }])
}

/** Works on rows of one destination. */
const work = async (deps: ConversionsDeps, rows: readonly Conversion[]): Promise<void> => {
  const now = deps.now().toISOString()
  const [first] = rows
  const destination = first && (await destinationOf(deps, first))
  const sent = rows.filter(({ status }) => status === 'sent')
  if (!destination) {
    const others = rows.filter((row) => !sent.includes(row))
    await closeAll(deps, others, 'refused', 'destination_removed')
    return closeAll(deps, sent, 'expired', 'destination_removed')
  }
  for (const row of rows) if (row.status === 'sending') await settle(deps, row, destination)
  await ask(
    deps,
    sent.filter(({ nextAt }) => nextAt <= now),
    destination,
  )
  const planned = rows.filter(({ status, nextAt }) => status === 'planned' && nextAt <= now)
  const late = planned.filter(({ deadline }) => deadline <= now)
  await closeAll(deps, late, 'expired', 'window_closed')
  await deliver(
    deps,
    planned.filter(({ deadline }) => deadline > now),
    destination,
  )
}

/** The messages of rows that could not be worked on. */
const failedIn = async (deps: ConversionsDeps, group: readonly Found[]): Promise<SQSRecord[]> => {
  try {
    await work(
      deps,
      group.map(({ row }) => row),
    )
    return []
  } catch (error) {
    log.error('conversions could not be sent', error)
    return group.map(({ message }) => message)
  }
}

/** Sends the conversions that messages name, or asks about them, if they are due. Those that somebody else is sending come again later. */
export const consume =
  (deps: ConversionsDeps): QueueWork =>
  async (messages) => {
    const found = await foundIn(deps, messages)
    const [busy, free] = [
      found.filter(({ row }) => isBeingSent(row, deps.now())),
      found.filter(({ row }) => !isBeingSent(row, deps.now())),
    ]
    const groups = Object.values(
      Object.groupBy(free, ({ row }) => `${row.campaignId} ${row.destinationId} ${row.platform}`),
    )
    const failed = await Promise.all(groups.map((group = []) => failedIn(deps, group)))
    return [...busy.map(({ message }) => message), ...failed.flat()]
  }
