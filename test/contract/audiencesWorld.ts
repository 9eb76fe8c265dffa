import type { Reply } from '../harness/client.ts'
import { startPacks, tencent } from '../harness/packs.ts'
import { type Ask, unique } from './asking.ts'
import type { World } from './world.ts'

/** A good request for the operation on audiences. */
export const GOOD_OF_AUDIENCES: Record<string, (world: World) => Ask> = {
  exportAudience: ({ host, campaignId }) => ({
    method: 'POST',
    path: '/v1/audiences/positive/exports',
    body: { campaignId, platform: 'tencent_ads', delivery: 'file' },
    key: host.operatorKey(),
  }),
}

/** Provokes the problems of its own rules. */
export const audienceProblems = (world: () => World): Record<string, () => Promise<Reply>> => {
  const asked = (change: Partial<Ask>): Promise<Reply> => {
    const ask = GOOD_OF_AUDIENCES.exportAudience?.(world())
    if (!ask) throw new Error('no good request is known')
    return world().ask({ ...ask, ...change })
  }
  const body = (campaignId: string) => ({ campaignId, platform: 'tencent_ads', delivery: 'file' })
  return {
    'exportAudience route_not_found': () => asked({ path: '/v1/audiences/neutral/exports' }),
    'exportAudience campaign_not_found': () => asked({ body: body('no-such-campaign') }),
    'exportAudience idempotency_key_reused': async () => {
      const headers = { 'idempotency-key': `"${unique('key')}"` }
      await asked({ headers })
      return asked({ headers, body: { ...body(world().campaignId), platform: 'baidu' } })
    },
    'exportAudience provider_unavailable': async () => {
      const packs = await startPacks(world().host)
      const campaignId = await packs.campaign({ destinations: [tencent({ connection: 'nobody' })] })
      await packs.lead(campaignId)
      await packs.settled()
      return asked({ body: { ...body(campaignId), delivery: 'upload', destination: 'tencent' } })
    },
  }
}
