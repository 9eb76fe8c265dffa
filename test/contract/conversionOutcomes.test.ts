import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { rowsOf } from '../harness/decided.ts'
import { type DestinationInput, type Reporting, startReporting } from '../harness/reporting.ts'
import type { Answer, Got } from '../harness/scriptedPlatform.ts'

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  const oauth = { oauthClientId: 'id', oauthClientSecret: 'secret', oauthRefreshToken: 'refresh' }
  await on.connect('google_ads', { customerId: '1-2', conversionActionId: '3', leadKey: 'k', ...oauth })
})

beforeEach(() => void on.platform.got.splice(0))

const HALF_AN_HOUR = 1801
const DAY = 86_400

const GOOGLE: DestinationInput = {
  id: 'google',
  platform: 'google_ads',
  connection: 'main',
  conversions: { captured: { action: 'unused' } },
}

const isAsked = ({ method }: Got): boolean => method === 'GET'
const eventsIn = ({ body }: Got): string[] =>
  JSON.parse(body).events.map(({ transactionId }: { transactionId: string }) => transactionId)

const became = (requestStatus: string, ...reasons: string[]): Answer => ({
  json: {
    requestStatusPerDestination: [{ requestStatus, errorInfo: { errorCounts: reasons.map((reason) => ({ reason })) } }],
  },
})

/** Google, which gives tokens, takes all, and says what became of a request by the events that it brought. */
const says = (outcomeOf: (events: string[]) => Answer): void => {
  const requests = new Map<string, string[]>()
  on.platform.decide((got) => {
    if (got.url === '/token') return { json: { access_token: 'token', expires_in: 3600 } }
    if (isAsked(got)) return outcomeOf(requests.get(got.url.split('=')[1] ?? '') ?? [])
    const requestId = `r${requests.size}`
    requests.set(requestId, eventsIn(got))
    return { json: { requestId } }
  })
}

/** So many leads whose conversions Google took in one request. */
const taken = async (count: number): Promise<Lead[]> => {
  const campaignId = await on.campaign([GOOGLE])
  const touch = { url: 'https://loan.bank.example/', clickIds: { gclid: 'c1' } }
  const leads = await Promise.all(Array.from({ length: count }, () => on.lead(campaignId, { touch })))
  for (const lead of leads) await on.tell(lead)
  await on.drain()
  return leads
}

const later = async (seconds: number): Promise<void> => {
  on.forward(seconds)
  await on.lookAfter()
  await on.drain()
}

const rowOf = async (lead: Lead | undefined): Promise<Conversion | undefined> => lead && (await rowsOf(on, lead))[0]

describe('what Google took', () => {
  it('is asked about after half an hour, once for the whole request, and accepted when it says so', async () => {
    says(() => became('SUCCESS'))
    const leads = await taken(3)
    await later(HALF_AN_HOUR - 61)
    expect(on.platform.got.filter(isAsked)).toEqual([])
    expect(await rowOf(leads[0])).toMatchObject({ status: 'sent', reference: 'r0', attempts: [{ outcome: 'sent' }] })
    await later(61)
    expect(on.platform.got.filter(isAsked).map(({ url }) => url)).toEqual(['/v1/requestStatus:retrieve?requestId=r0'])
    for (const lead of leads)
      expect(await rowOf(lead)).toMatchObject({
        status: 'accepted',
        tries: 1,
        attempts: [{ outcome: 'accepted' }],
        event: { type: 'conversion.accepted' },
      })
  })

  it('and still works on is asked about more and more seldom, and expires after three days', async () => {
    says(() => became('PROCESSING'))
    const [lead] = await taken(1)
    const sentAt = on.now().getTime()
    const asked: number[] = []
    for (let row = await rowOf(lead); row?.status === 'sent'; row = await rowOf(lead)) {
      await later((Date.parse(row.nextAt) - on.now().getTime()) / 1000 + 1)
      asked.push(Math.round((on.now().getTime() - sentAt) / 1000 / HALF_AN_HOUR))
    }
    expect(asked).toEqual([1, 2, 4, 8, 16, 32, 64, 128, Math.round((3 * DAY) / HALF_AN_HOUR)])
    expect(await rowOf(lead)).toMatchObject({
      status: 'expired',
      reason: 'outcome_unknown',
      event: { type: 'conversion.expired' },
    })
  })

  it('and does not answer about is asked again', async () => {
    says(() => ({ status: 503, json: {} }))
    const [lead] = await taken(1)
    await later(HALF_AN_HOUR)
    expect(await rowOf(lead)).toMatchObject({ status: 'sent' })
    says(() => became('SUCCESS'))
    await later(2 * HALF_AN_HOUR)
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 1 })
  })

  it('and failed is rejected with the reason', async () => {
    says(() => became('FAILED', 'PROCESSING_ERROR_REASON_EVENT_TOO_OLD'))
    const [lead] = await taken(1)
    await later(HALF_AN_HOUR)
    expect(await rowOf(lead)).toMatchObject({
      status: 'rejected',
      reason: 'code_EVENT_TOO_OLD',
      attempts: [{ outcome: 'rejected' }],
      event: { type: 'conversion.rejected' },
    })
  })

  it('and lost by its own fault is sent again under the same id', async () => {
    says(() => became('FAILED', 'PROCESSING_ERROR_REASON_INTERNAL_ERROR'))
    const [lead] = await taken(1)
    await later(HALF_AN_HOUR)
    expect(await rowOf(lead)).toMatchObject({ status: 'planned', reason: 'code_INTERNAL_ERROR', tries: 1 })
    says(() => became('SUCCESS'))
    await later(600)
    await later(HALF_AN_HOUR)
    expect(await rowOf(lead)).toMatchObject({ status: 'accepted', tries: 2 })
    const { conversionId } = (await rowOf(lead)) ?? {}
    const sent = on.platform.got.filter((got) => got.url.endsWith('events:ingest'))
    expect(sent.map(eventsIn)).toEqual([[conversionId], [conversionId]])
  })

  it('and failed in part is sent again one by one, so that each has an answer of its own', async () => {
    let bad = ''
    says((events) => {
      if (events.length > 1) return became('PARTIAL_SUCCESS', 'PROCESSING_ERROR_REASON_INVALID_GCLID')
      const reason = events[0] === bad ? 'INVALID_GCLID' : 'DUPLICATE_TRANSACTION_ID'
      return became('FAILED', `PROCESSING_ERROR_REASON_${reason}`)
    })
    const leads = await taken(3)
    bad = (await rowOf(leads[0]))?.conversionId ?? ''
    await later(HALF_AN_HOUR)
    await later(600)
    const sizes = on.platform.got.filter((got) => got.url.endsWith('events:ingest')).map((got) => eventsIn(got).length)
    expect(sizes).toEqual([3, 1, 1, 1])
    await later(HALF_AN_HOUR)
    const rows = await Promise.all(leads.map(rowOf))
    expect(rows).toMatchObject([
      { status: 'rejected', reason: 'code_INVALID_GCLID', tries: 2 },
      { status: 'accepted', tries: 2 },
      { status: 'accepted', tries: 2 },
    ])
  })

  it('is asked about whether its destination is enabled or not, and expires when that is gone', async () => {
    says(() => became('SUCCESS'))
    const [first] = await taken(1)
    await on.change(first?.campaignId ?? '', [{ ...GOOGLE, enabled: false }])
    await later(HALF_AN_HOUR)
    expect(await rowOf(first)).toMatchObject({ status: 'accepted' })
    const [second] = await taken(1)
    await on.change(second?.campaignId ?? '', [])
    await later(HALF_AN_HOUR)
    expect(await rowOf(second)).toMatchObject({ status: 'expired', reason: 'destination_removed' })
  })
})
