import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversion as Receipt } from '../../../infra/local/simulators/ads/ledger.ts'
import { DestinationPlatform } from '../../../shared/domain/destination.ts'
import { send } from '../../harness/client.ts'
import type { TableBehind } from './outside.ts'

export type Attempt = { at: string; way?: string; outcome?: string; reason?: string }

/** A row of the ledger as it lies in the table, as far as it is looked at here. */
export type Row = {
  conversionId: string
  leadId: string
  campaignId: string
  destinationId: string
  platform: DestinationPlatform
  milestone: string
  retracts?: string
  status: string
  reason?: string
  attempts: Attempt[]
  tries: number
  createdAt: string
  deadline: string
  event?: { id: string; type: string }
}

/** A conversion as a platform has it. */
export type Received = Receipt & { platform: DestinationPlatform }

/** What a run left behind. */
export type Found = {
  rows: Row[]
  received: Received[]
  /** Ids of the events on the bus that say what became of a conversion, by its id. */
  published: ReadonlyMap<string, ReadonlySet<string>>
  deadLetters: number
}

/** What a platform has. */
export const receivedBy = async (simulators: string, platform: DestinationPlatform): Promise<Received[]> => {
  const reply = await send(simulators, 'GET', `/_sim/${platform}/conversions`)
  return (reply.json() as { conversions: Receipt[] }).conversions.map((one) => ({ ...one, platform }))
}

const linesOf = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

type Line = { detail: { id: string; data?: { conversionId?: string } } }

const publishedIn = (data: string): Found['published'] => {
  const published = new Map<string, Set<string>>()
  for (const line of linesOf(join(data, 'events.ndjson'))) {
    const { id, data } = (JSON.parse(line) as Line).detail
    if (data?.conversionId === undefined) continue
    published.set(data.conversionId, (published.get(data.conversionId) ?? new Set()).add(id))
  }
  return published
}

/** Looks at the ledger in the table, at what the platforms have, and at the bus. */
export const findConversions = async (table: TableBehind, simulators: string, data: string): Promise<Found> => {
  const [rows, received] = await Promise.all([
    table.all('CONVERSION'),
    Promise.all(DestinationPlatform.options.map((platform) => receivedBy(simulators, platform))),
  ])
  return {
    rows: rows as unknown as Row[],
    received: received.flat(),
    published: publishedIn(data),
    deadLetters: linesOf(join(data, 'dead-letters.ndjson')).length,
  }
}
