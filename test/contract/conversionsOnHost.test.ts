import { beforeAll, describe, expect, it } from 'vitest'
import type { ConversionView } from '../../shared/contract/conversions.ts'
import { eventually, send } from '../harness/client.ts'
import { tencent } from '../harness/reporting.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { type ScriptedPlatform, startScriptedPlatform } from '../harness/scriptedPlatform.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

const CAMPAIGN = 'told-loans'
const PHONE = phoneNumber(4711)

let host: TestHost
let platform: ScriptedPlatform

const as = async (method: string, path: string, body?: object) =>
  send(host.url, method, path, { body, key: host.operatorKey() })

const listed = async (): Promise<ConversionView[]> =>
  ((await as('GET', `/v1/conversions?campaign=${CAMPAIGN}`)).json() as { items: ConversionView[] }).items

beforeAll(async () => {
  platform = await startScriptedPlatform()
  platform.answer({ json: { code: 0 } })
  host = await startTestHost({ outboundHosts: platform.host })
  const account = { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' }
  await as('PUT', '/v1/connections/tencent_ads/main', { ...account, baseUrl: platform.url })
  const consent: ReturnType<typeof campaignSettings>['consent'] = {
    version: '2026-11',
    text: 'We tell Tencent Ads that you left your contact.',
    purposes: [
      { id: 'contact', required: true },
      { id: 'ad_measurement', required: false, recipients: ['tencent_ads'] },
    ],
  }
  const reply = await as('PUT', `/v1/campaigns/${CAMPAIGN}`, campaignSettings({ destinations: [tencent()], consent }))
  if (reply.status !== 201) throw new Error(reply.text)
})

describe('the whole system', () => {
  it('reports a contact to the platform that it came from, and tells the bus', async () => {
    const touch = { url: 'https://loan.bank.example/spring?gdt_vid=g1' }
    await send(host.url, 'POST', `/v1/campaigns/${CAMPAIGN}/leads`, { body: submission(PHONE, { touch }) })
    const [row] = await eventually(listed, ([first]) => first?.status === 'accepted')
    expect(platform.bodies()).toMatchObject([
      { actions: [{ outer_action_id: row?.conversionId, action_type: 'RESERVATION', trace: { click_id: 'g1' } }] },
    ])
    const [event] = await eventually(
      () => host.busEvents().filter(({ detail }) => detail.type === 'conversion.accepted'),
      ({ length }) => length > 0,
    )
    expect(event?.detail).toEqual({
      id: expect.stringMatching(/^ev_/),
      type: 'conversion.accepted',
      version: 1,
      at: row?.updatedAt,
      campaignId: CAMPAIGN,
      leadId: row?.leadId,
      data: {
        mode: 'live',
        conversionId: row?.conversionId,
        destinationId: 'tencent',
        platform: 'tencent_ads',
        milestone: 'captured',
      },
    })
    expect(host.reports).toEqual([])
  })

  it('names nobody in its logs, on the bus or in the ledger', async () => {
    const all = JSON.stringify([host.busEvents(), host.logs, await listed(), platform.got])
    expect(all).not.toMatch(new RegExp(`${PHONE}|张三`))
    expect(JSON.stringify(host.logs)).not.toContain('a-synthetic-token')
  })
})
