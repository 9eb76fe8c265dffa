import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Lead } from '../../shared/domain/lead.ts'
import { AGREED, type DestinationInput, type Reporting, startReporting, tencent } from '../harness/reporting.ts'
import { phoneNumber } from '../harness/samples.ts'

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  await on.connect('meta', { pixelId: '1', accessToken: 'a-synthetic-token', appSecret: 's', verifyToken: 'v' })
})

beforeEach(() => on.platform.answer({ json: { code: 0, events_received: 1 } }))

const rowOf = async ({ leadId }: Lead) => (await on.rows()).find((row) => row.leadId === leadId)

const meta = (changes: Partial<DestinationInput> = {}): DestinationInput => ({
  id: 'meta',
  platform: 'meta',
  connection: 'main',
  conversions: { captured: { action: 'Lead' } },
  ...changes,
})

const FACEBOOK_CLICK = { touch: { url: 'https://loan.bank.example/spring', clickIds: { fbclid: 'f1' } } }

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
