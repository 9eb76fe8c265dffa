import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Lead } from '../../shared/domain/lead.ts'
import { clickStore } from '../../shared/store/clickStore.ts'
import { CREDIT, creditedLead, decided } from '../harness/decided.ts'
import { AGREED, type DestinationInput, type Reporting, startReporting, tencent } from '../harness/reporting.ts'
import { phoneNumber } from '../harness/samples.ts'
import { sampleLead } from '../store/sampleLead.ts'

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  await on.connect('baidu', { token: 'a-synthetic-token', akey: 'AKEYTEST' })
  await on.connect('meta', { pixelId: '1', accessToken: 'a-synthetic-token', appSecret: 's', verifyToken: 'v' })
})

beforeEach(() => on.platform.answer({ json: { code: 0, error_code: 0, events_received: 1 } }))

const rowOf = async ({ leadId }: Lead) => (await on.rows()).find((row) => row.leadId === leadId)

const meta = (changes: Partial<DestinationInput> = {}): DestinationInput => ({
  id: 'meta',
  platform: 'meta',
  connection: 'main',
  conversions: { captured: { action: 'Lead' } },
  ...changes,
})

const FACEBOOK_CLICK = { touch: { url: 'https://loan.bank.example/spring', clickIds: { fbclid: 'f1' } } }

/** What a click monitor was told of a click that a page knows by `id`, kept as the clicks function keeps it. */
const clicked = (platform: 'tencent_ads' | 'baidu', campaignId: string, id: string, callback: string) => {
  const at = '2026-11-20T07:50:00.000Z'
  const { mode, timezone, cohortDay, dimensions } = sampleLead(1)
  const where = { campaignId, mode, timezone, cohortDay, dimensions: { ...dimensions, platform } }
  const event = { id: `ev_${'c'.repeat(20)}`, type: 'click.recorded' as const, at, reached: ['clicked' as const] }
  return clickStore(on.table).record(
    { platform, id, clickId: `own-${id}`, callback, at, event, ...where },
    9_999_999_999,
  )
}

const agreed = (
  purposes: Lead['consent']['purposes'],
  recipients?: Lead['consent']['recipients'],
): Lead['consent'] => ({
  ...AGREED,
  purposes,
  recipients,
})

/** How many requests a platform gets for a lead, and the row at the end. */
const reported = async (destination: DestinationInput, changes: Partial<Lead>) => {
  const before = on.platform.got.length
  const lead = await on.lead(await on.campaign([destination]), changes)
  await on.tell(lead)
  await on.drain()
  return { requests: on.platform.got.length - before, row: await rowOf(lead) }
}

describe('what is not consented to', () => {
  const named = { ad_measurement: ['tencent_ads', 'meta'] }
  it.each([
    ['no ad measurement', tencent(), agreed(['contact'], named), 'consent_missing_ad_measurement'],
    ['a text that names nobody', tencent(), agreed(['ad_measurement']), 'recipient_not_named_ad_measurement'],
    [
      'a text that names others',
      tencent({ recipient: 'Agency' }),
      agreed(['ad_measurement'], named),
      'recipient_not_named_ad_measurement',
    ],
    ['nothing abroad', meta(), agreed(['ad_measurement'], named), 'consent_missing_cross_border'],
    [
      'others abroad',
      meta(),
      agreed(['ad_measurement', 'cross_border'], { ...named, cross_border: ['google_ads'] }),
      'recipient_not_named_cross_border',
    ],
  ])('does not leave: %s', async (_, destination, consent, reason) => {
    const { requests, row } = await reported(destination, { ...FACEBOOK_CLICK, consent })
    expect(row).toMatchObject({ status: 'refused', reason, tries: 0 })
    expect(requests).toBe(0)
  })

  it('does not leave when it is withdrawn between planning and sending, nor between two attempts', async () => {
    const [early, late] = [await on.lead(await on.campaign([tencent()])), await on.lead(await on.campaign([tencent()]))]
    await on.tell(early)
    await on.keep({ ...early, consent: agreed(['contact']) })
    on.platform.answer({ status: 503, json: {} })
    await on.tell(late)
    const before = on.platform.got.length
    await on.drain()
    expect(on.platform.got.length - before).toBe(1)
    await on.keep({ ...late, consent: agreed(['contact']) })
    on.forward(600)
    await on.lookAfter()
    await on.drain()
    expect(on.platform.got.length - before).toBe(1)
    expect([await rowOf(early), await rowOf(late)]).toMatchObject([
      { status: 'refused', tries: 0 },
      { status: 'refused', tries: 1 },
    ])
  })

  it('does not leave for somebody who goes on as another lead that agreed to less', async () => {
    const campaignId = await on.campaign([tencent()])
    const survivor = await on.lead(campaignId, { consent: agreed(['contact']) })
    const lead = await on.lead(campaignId, {
      verdict: { status: 'joined', into: survivor.leadId, reason: 'same_phone' },
    })
    await on.tell(lead)
    await on.drain()
    expect(await rowOf(lead)).toMatchObject({ status: 'refused', reason: 'consent_missing_ad_measurement' })
  })
})

describe('what cannot be reported', () => {
  it('is refused with the reason of each way', async () => {
    const { row } = await reported(tencent(), { touch: { url: 'https://loan.bank.example/' } })
    expect(row).toMatchObject({ status: 'refused', reason: 'callback_missing click_id_missing', tries: 0 })
  })

  it('is refused where it comes later after the click than the destination is told of', async () => {
    const within = (withinDays: number) => tencent({ conversions: { captured: { action: 'RESERVATION', withinDays } } })
    const changes: Partial<Lead> = {
      milestones: { clicked: '2026-11-10T08:00:00.000Z', captured: '2026-11-17T08:00:01.000Z' },
    }
    expect((await reported(within(7), changes)).row).toMatchObject({
      status: 'refused',
      reason: 'outside_stage_window',
    })
    expect((await reported(within(8), changes)).row).toMatchObject({ status: 'accepted' })
  })

  it('is refused when its destination is gone', async () => {
    const campaignId = await on.campaign([tencent()])
    const lead = await on.lead(campaignId)
    await on.tell(lead)
    await on.change(campaignId, [])
    await on.drain()
    expect(await rowOf(lead)).toMatchObject({ status: 'refused', reason: 'destination_removed' })
  })
})

describe('what is told', () => {
  const phone = phoneNumber(7)
  const person = { phone, name: '张三' }
  const told = async (destination: DestinationInput) => {
    const lead = await on.lead(await on.campaign([destination]), FACEBOOK_CLICK, person)
    await on.tell(lead)
    await on.drain()
    return { lead, body: on.platform.got.at(-1)?.body ?? '' }
  }

  it('is the click, and nothing of the person unless the destination asks for it', async () => {
    const { body } = await told(meta())
    expect(JSON.parse(body).data[0].user_data).toEqual({ fbc: expect.stringContaining('.f1') })
  })

  it('is a hash of the phone where the destination asks for it', async () => {
    const { lead, body } = await told(meta({ shares: ['phone'] }))
    const hash = createHash('sha256').update(`86${phone}`).digest('hex')
    expect(JSON.parse(body).data[0].user_data.ph).toEqual([hash])
    expect(body + JSON.stringify(await rowOf(lead))).not.toContain(phone)
  })
})

describe('a click that its platform told of', () => {
  const told = async (destination: DestinationInput, id: string, callback: string, changes: Partial<Lead> = {}) => {
    const campaignId = await on.campaign([destination])
    const { platform } = destination
    if (platform === 'tencent_ads' || platform === 'baidu') await clicked(platform, campaignId, id, callback)
    const lead = await on.lead(campaignId, changes)
    await on.tell(lead)
    on.platform.got.splice(0)
    await on.drain()
    return { got: on.platform.got[0], row: await rowOf(lead) }
  }
  const touch = (clickIds: NonNullable<Lead['touch']['clickIds']>) => ({
    touch: { url: 'https://loan.bank.example/spring', clickIds },
  })
  const CALLBACK = 'https://api.e.qq.com/conv?cb=xXx%2BxXx%3D&conv_id=123'

  it('has its conversions reported to the address that the monitor was given, at Tencent Ads', async () => {
    const { got, row } = await told(tencent(), 'g1', CALLBACK, touch({ gdt_vid: 'g1' }))
    expect(got?.url).toBe('/conv?cb=xXx%2BxXx%3D&conv_id=123')
    expect(JSON.parse(got?.body ?? '')).toEqual({ actions: [expect.objectContaining({ action_type: 'RESERVATION' })] })
    expect(row).toMatchObject({ status: 'accepted', attempts: [{ way: 'tencent_ads.callback' }] })
  })

  it('is the one of the campaign, and by the platform that is told', async () => {
    const { row } = await told(tencent(), 'g1', CALLBACK, touch({ fbclid: 'g1' }))
    expect(row).toMatchObject({ status: 'refused', reason: 'callback_missing click_id_missing' })
  })

  it('has them signed with the key of the account, at Baidu', async () => {
    const baidu = {
      ...tencent(),
      id: 'feed',
      platform: 'baidu' as const,
      conversions: { captured: { action: 'apply' } },
    }
    const callback = 'https://ocpc.baidu.com/ocpcapi/cb/actionCb?a_type={{ATYPE}}&a_value={{AVALUE}}&ext_info=abc'
    const { got, row } = await told(baidu, 'b1', callback, touch({ bd_vid: 'b1' }))
    expect(got?.url).toMatch(
      /^\/ocpcapi\/cb\/actionCb\?a_type=apply&a_value=0&ext_info=abc&join_type=bd_vid&sign=\w{32}$/,
    )
    expect(row).toMatchObject({ status: 'accepted', attempts: [{ way: 'baidu.callback' }] })
  })

  it.each(['https://evil.example/conv?cb=1', 'http://169.254.169.254/conv', 'https://api.e.qq.com.evil.example/conv'])(
    'never has %s called: it is reported by its id, or refused with the reason',
    async (callback) => {
      const { got, row } = await told(tencent(), 'g1', callback, touch({ gdt_vid: 'g1' }))
      expect(got?.url).toMatch(/^\/v3\.0\/user_actions\/add\?access_token=/)
      expect(row).toMatchObject({ status: 'accepted', attempts: [{ way: 'tencent_ads.click_id' }] })
      await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token' }, 'callbacks-only')
      const other = await told(tencent({ connection: 'callbacks-only' }), 'g1', callback, touch({ gdt_vid: 'g1' }))
      expect(other.got).toBeUndefined()
      expect(other.row).toMatchObject({ status: 'refused', reason: 'callback_foreign data_source_missing' })
    },
  )
})

describe('a lead from a form of a platform’s own', () => {
  const formLead = (platform: string): Partial<Lead> => ({
    touch: {},
    platformLeadId: '123456789012345',
    dimensions: { platform, account: '-', ad: '-', creative: '-', partner: '-' },
  })

  it('is named by that platform’s id of it, to that platform alone', async () => {
    const { row } = await reported(meta(), formLead('meta'))
    expect(row).toMatchObject({ status: 'accepted' })
    expect(JSON.parse(on.platform.got.at(-1)?.body ?? '').data[0]).toMatchObject({
      user_data: { lead_id: '123456789012345' },
      custom_data: { event_source: 'crm' },
    })
    const other = await reported(meta(), formLead('ocean_engine'))
    expect(other.row).toMatchObject({ status: 'refused', reason: 'click_id_missing' })
  })
})

describe('what was granted', () => {
  it.each([
    [['value'], { credit_amount: 200_000, credit_level: 2 }],
    [['quality'], { credit_level: 2 }],
    [[], undefined],
  ] as const)('is told in steps and levels to those who are to share %j', async (shares, param) => {
    const lead = await creditedLead(on, [tencent({ shares: [...shares] })])
    const applicationId = await decided(on, lead, [CREDIT])
    await on.tell(lead, 'application.credited', { applicationId })
    on.platform.got.splice(0)
    await on.drain()
    const actions = on.platform.bodies().flatMap((body) => body.actions)
    expect(actions.find(({ action_type }) => action_type === 'CREDIT').action_param).toEqual(param)
  })
})
