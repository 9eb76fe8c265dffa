import { beforeAll, describe, expect, it } from 'vitest'
import { CLICK_READERS } from '../../shared/platforms/clicks/clickReaders.ts'
import { clickStore } from '../../shared/store/clickStore.ts'
import { replaced, startAds } from '../harness/adClicks.ts'
import { balancerEvent, type TargetGroup } from '../harness/balancerEvents.ts'
import { tableOn } from '../harness/tables.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

let host: TestHost
let ads: ReturnType<typeof startAds>
beforeAll(async () => {
  host = await startTestHost()
  ads = startAds(host)
})

const CALLBACK = 'https://api.e.qq.com/conv?cb=xXx%2BxXx%3D&conv_id=123'

describe('a click that comes through a load balancer', () => {
  it.each<TargetGroup>(['single', 'multi'])(
    'with %s values is the click that it would be through the API',
    async (as) => {
      const campaignId = await ads.newCampaign()
      const values = { click_id: 'ck+1', request_id: 'rq/1', account_id: '1', adgroup_id: '2', callback: CALLBACK }
      const link = replaced(await ads.monitorOf(campaignId, 'tencent_ads'), values)
      for (let times = 0; times < 2; times++)
        expect(await host.invoke('clicks', balancerEvent(link, as))).toMatchObject({
          statusCode: 200,
          statusDescription: '200 OK',
          body: CLICK_READERS.tencent_ads.answer.body,
          [as === 'single' ? 'headers' : 'multiValueHeaders']: {
            'content-type': as === 'single' ? 'application/json' : ['application/json'],
            'x-request-id': as === 'single' ? expect.any(String) : [expect.any(String)],
          },
        })
      await ads.click(campaignId, 'tencent_ads', values)
      const clicks = clickStore(await tableOn(host.dynamodb, 'tuoke'))
      expect(await clicks.find(campaignId, 'tencent_ads', 'rq/1')).toMatchObject({
        clickId: 'ck+1',
        callback: CALLBACK,
      })
      expect(await ads.counted(campaignId)).toEqual({ clicked: 1 })
    },
  )

  it('to an address that is not quite right is answered 404', async () => {
    const link = (await ads.monitorOf(await ads.newCampaign(), 'baidu')).replace('?', 'x?')
    expect(await host.invoke('clicks', balancerEvent(link, 'single'))).toMatchObject({ statusCode: 404 })
  })
})
