import { newRow } from '../../shared/conversions/newRow.ts'
import { closed } from '../../shared/conversions/steps.ts'
import { Destination } from '../../shared/domain/destination.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { conversionIdOf } from '../../shared/security/blindIndex.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { openTable } from '../../shared/store/table.ts'
import type { Reply } from '../harness/client.ts'
import type { Ask } from './asking.ts'
import type { World } from './world.ts'

/** A destination that gets nothing. */
export const SILENT = {
  id: 'silent',
  platform: 'tencent_ads' as const,
  connection: 'none',
  enabled: false,
  conversions: { captured: { action: 'RESERVATION' } },
}

/** Conversions of a lead that were refused, to be sent again. */
export const makeRefused = async (leadId: string): Promise<string[]> => {
  const table = openTable({ db: dynamoClient(), name: 'tuoke' })
  const lead = await leadStore(table).find(leadId)
  if (!lead) throw new Error('there is no such lead')
  const [destination, now] = [Destination.parse({ ...SILENT, enabled: true }), new Date()]
  const reported = { lead, destination, milestone: 'captured', action: 'RESERVATION', at: lead.receivedAt } as const
  const ids = Array.from({ length: 12 }, (_, n) => conversionIdOf(['refused', String(n)]))
  for (const conversionId of ids) {
    const row = { ...newRow(reported, now), conversionId }
    await conversionStore(table).plan(closed(row, now, 'refused', 'made_for_a_test'))
  }
  return ids
}

const next = ({ refused }: World): string => refused.shift() ?? ''

/** A good request for every operation on the ledger. */
export const GOOD_OF_LEDGER: Record<string, (world: World) => Ask> = {
  listConversions: ({ host, campaignId }) => ({
    method: 'GET',
    path: `/v1/conversions?campaign=${campaignId}&limit=2`,
    key: host.operatorKey(),
  }),
  getConversion: ({ host, refused }) => ({
    method: 'GET',
    path: `/v1/conversions/${refused.at(-1)}`,
    key: host.operatorKey(),
  }),
  replayConversion: (world) => ({
    method: 'POST',
    path: `/v1/conversions/${world.refused.length > 1 ? next(world) : world.refused[0]}/replay`,
    key: world.host.operatorKey(),
  }),
  replayConversions: ({ host, campaignId }) => ({
    method: 'POST',
    path: '/v1/conversions/replays',
    body: { filter: { campaign: campaignId }, dryRun: true },
    key: host.operatorKey(),
  }),
}

/** Provokes the problems of the ledger's own rules. */
export const ledgerProblems = (world: () => World): Record<string, () => Promise<Reply>> => {
  const good = (operation: string): Ask => {
    const make = GOOD_OF_LEDGER[operation]
    if (!make) throw new Error(`no good request is known for ${operation}`)
    return make(world())
  }
  const notFound = (operation: string) => () => {
    const ask = good(operation)
    return world().ask({ ...ask, path: ask.path.replace(/cv_[a-z2-7]{20}/, `cv_${'a'.repeat(20)}`) })
  }
  return {
    'getConversion conversion_not_found': notFound('getConversion'),
    'replayConversion conversion_not_found': notFound('replayConversion'),
    'replayConversion conversion_not_replayable': async () => {
      const ask = good('replayConversion')
      await world().ask(ask)
      return world().ask(ask)
    },
    'replayConversions campaign_not_found': () =>
      world().ask({ ...good('replayConversions'), body: { filter: { campaign: 'no-such-campaign' }, dryRun: true } }),
  }
}
