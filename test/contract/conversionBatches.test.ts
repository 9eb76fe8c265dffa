import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { NO_DIMENSIONS } from '../../shared/domain/touch.ts'
import { isSignedWebhook } from '../../shared/platforms/standardWebhooks.ts'
import { countedBy } from '../harness/counted.ts'
import { type DestinationInput, type Reporting, startReporting, tencent } from '../harness/reporting.ts'
import type { Answer, Got } from '../harness/scriptedPlatform.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  await on.connect('meta', { pixelId: '1', accessToken: 'a-synthetic-token', appSecret: 's', verifyToken: 'v' })
  const oauth = { oauthClientId: 'id', oauthClientSecret: 'secret', oauthRefreshToken: 'refresh' }
  await on.connect('google_ads', { customerId: '1-2', conversionActionId: '3', leadKey: 'k', ...oauth })
  await on.connect('partner', { url: 'https://hooks.partner.example/in', secret: SECRET })
})

beforeEach(() => void on.platform.got.splice(0))

const to = (platform: DestinationInput['platform'], action: string, more: object = {}): DestinationInput => ({
  ...tencent({ id: platform.replace('_', '-'), platform, conversions: { captured: { action } } }),
  ...more,
})

const CLICKS = { gdt_vid: 'g1', fbclid: 'f1', gclid: 'c1' }

/** So many leads whose conversions are planned, not sent. */
const planned = async (destination: DestinationInput, count: number): Promise<Lead[]> => {
  const campaignId = await on.campaign([destination])
  const leads = await Promise.all(
    Array.from({ length: count }, () =>
      on.lead(campaignId, { touch: { url: 'https://loan.bank.example/', clickIds: CLICKS } }),
    ),
  )
  for (const lead of leads) await on.tell(lead)
  return leads
}

const rowsOf = async (leads: readonly Lead[]): Promise<Conversion[]> => {
  const ids = new Set(leads.map(({ leadId }) => leadId))
  return (await on.rows()).filter(({ leadId }) => ids.has(leadId))
}

const statusesOf = async (leads: readonly Lead[]) => {
  const counts = Object.groupBy(await rowsOf(leads), ({ status }) => status)
  return Object.fromEntries(Object.entries(counts).map(([status, rows = []]) => [status, rows.length]))
}

describe('conversions of one destination', () => {
  it('go together, in requests of as many as the platform takes', async () => {
    on.platform.answer({ json: { code: 0 } })
    const leads = await planned(to('tencent_ads', 'RESERVATION'), 45)
    await on.drain()
    const sizes = on.platform.bodies().map(({ actions }) => actions.length)
    expect(sizes.sort()).toEqual([40, 5])
    expect(await statusesOf(leads)).toEqual({ accepted: 45 })
  })
})

describe('a platform that refuses all for the sake of some', () => {
  const idsIn = ({ body }: Got): string[] => JSON.parse(body).data.map((event: { event_id: string }) => event.event_id)

  it.each([
    ['one', 1, 20],
    ['three', 3, 40],
    ['each', 16, 40],
  ])('takes all but %s that it does not want, and each is told to it once to effect', async (_, bad, most) => {
    const leads = await planned(to('meta', 'Lead'), 16)
    const unwanted = new Set((await rowsOf(leads)).slice(0, bad).map(({ conversionId }) => conversionId))
    const taken: string[] = []
    on.platform.decide((got): Answer => {
      const ids = idsIn(got)
      if (ids.some((id) => unwanted.has(id))) return { status: 400, json: { error: { code: 100 } } }
      taken.push(...ids)
      return { json: { events_received: ids.length } }
    })
    await on.drain()
    expect(new Set(taken).size).toBe(taken.length)
    expect(taken).toHaveLength(16 - bad)
    const refused = (await rowsOf(leads)).filter(({ status }) => status === 'rejected')
    expect(refused.map(({ conversionId }) => conversionId).sort()).toEqual([...unwanted].sort())
    expect(refused.every(({ reason, tries }) => reason === 'code_100' && tries === 1)).toBe(true)
    expect(on.platform.got.length).toBeLessThanOrEqual(most)
  })
})

describe('Google', () => {
  const INGESTED: Answer = { json: { requestId: 'r1' } }
  const EXPIRED: Answer = { status: 401, json: { error: { status: 'UNAUTHENTICATED' } } }
  const isToken = ({ url }: Got) => url === '/token'
  const google = to('google_ads', 'unused')

  /** Gives tokens, and takes those that `isGood` says. */
  const takes = (isGood: (token: string) => boolean): void => {
    let given = 0
    on.platform.decide((got) => {
      if (isToken(got)) return { json: { access_token: `token-${++given}`, expires_in: 3600 } }
      return isGood(got.headers.authorization ?? '') ? INGESTED : EXPIRED
    })
  }

  it('is asked for a token once, which is kept sealed for all', async () => {
    takes(() => true)
    const leads = [...(await planned(google, 2)), ...(await planned(google, 1))]
    await on.drain()
    expect(await statusesOf(leads)).toEqual({ sent: 3 })
    expect((await rowsOf(leads)).every(({ reference }) => reference === 'r1')).toBe(true)
    expect(on.platform.got.filter(isToken)).toHaveLength(1)
    expect(JSON.stringify(await on.table.get({ pk: 'TOKEN#google_ads#main', sk: 'TOKEN' }))).not.toContain('token-1')
  })

  it('is asked for another token when it no longer takes the one, in the same attempt', async () => {
    takes((authorization) => authorization === 'Bearer token-1')
    await on.table.remove({ pk: 'TOKEN#google_ads#main', sk: 'TOKEN' })
    const first = await planned(google, 1)
    await on.drain()
    let calls = 0
    on.platform.decide((got) => {
      if (isToken(got)) return { json: { access_token: 'token-new', expires_in: 3600 } }
      calls += 1
      return got.headers.authorization === 'Bearer token-new' ? INGESTED : EXPIRED
    })
    const second = await planned(google, 1)
    await on.drain()
    expect(calls).toBe(2)
    expect(await rowsOf([...first, ...second])).toMatchObject([
      { status: 'sent', tries: 1 },
      { status: 'sent', tries: 1 },
    ])
  })

  it('that takes no token at all is tried again by the schedule, and somebody is alarmed', async () => {
    takes(() => false)
    const leads = await planned(google, 1)
    expect(await countedBy('ConversionTokenExpired', () => on.drain())).toBe(1)
    expect(on.platform.got.filter((got) => !isToken(got))).toHaveLength(2)
    expect(await rowsOf(leads)).toMatchObject([{ status: 'planned', reason: 'token_expired', tries: 1 }])
  })

  it('that gives no token is told nothing, and somebody is alarmed', async () => {
    await on.table.remove({ pk: 'TOKEN#google_ads#main', sk: 'TOKEN' })
    on.platform.answer({ status: 400, json: { error: 'invalid_grant' } })
    const leads = await planned(google, 1)
    expect(await countedBy('ConversionTokenExpired', () => on.drain())).toBe(1)
    expect(on.platform.got.every(isToken)).toBe(true)
    expect(await rowsOf(leads)).toMatchObject([{ status: 'planned', reason: 'token_invalid_grant' }])
  })
})

describe('Tencent Ads by a grant', () => {
  const RENEWAL = /^\/oauth\/token\?/
  const isToken = ({ url }: Got) => RENEWAL.test(url)
  const granted = (connection: string) => to('tencent_ads', 'RESERVATION', { connection })
  const connect = (id: string) =>
    on.connect(
      'tencent_ads',
      { accountId: '25610', oauthClientId: '1', oauthClientSecret: 's', oauthRefreshToken: 'r', userActionSetId: '77' },
      id,
    )
  const tokenIn = ({ url }: Got) => new URL(url, 'http://platform').searchParams.get('access_token')

  /** Gives tokens, and takes those that `isGood` says. */
  const takes = (isGood: (token: string | null) => boolean): void => {
    let given = 0
    on.platform.decide((got) => {
      if (isToken(got))
        return { json: { code: 0, data: { access_token: `t${++given}`, access_token_expires_in: 86_400 } } }
      return { json: { code: isGood(tokenIn(got)) ? 0 : 11000 } }
    })
  }

  it('asks for a token once, which is kept sealed for all', async () => {
    await connect('kept')
    takes(() => true)
    const leads = [...(await planned(granted('kept'), 2)), ...(await planned(granted('kept'), 1))]
    await on.drain()
    expect(await statusesOf(leads)).toEqual({ accepted: 3 })
    expect(on.platform.got.filter(isToken)).toHaveLength(1)
    const kept = JSON.stringify(await on.table.get({ pk: 'TOKEN#tencent_ads#kept', sk: 'TOKEN' }))
    expect(kept).toContain('sealed')
    expect(kept).not.toContain('"t1"')
  })

  it('gets another token when the one ended, in the same attempt', async () => {
    await connect('ended')
    takes((token) => token === 't2')
    const leads = await planned(granted('ended'), 1)
    await on.drain()
    expect(on.platform.got.map((got) => (isToken(got) ? 'token' : tokenIn(got)))).toEqual([
      'token',
      't1',
      'token',
      't2',
    ])
    expect(await rowsOf(leads)).toMatchObject([{ status: 'accepted', tries: 1 }])
  })

  it('asks anew once another grant is set', async () => {
    await connect('other')
    takes(() => true)
    await planned(granted('other'), 1)
    await on.drain()
    const grant = { oauthClientId: '1', oauthClientSecret: 's', oauthRefreshToken: 'another' }
    await on.connect('tencent_ads', { accountId: '25610', userActionSetId: '77', ...grant }, 'other')
    await planned(granted('other'), 1)
    await on.drain()
    expect(on.platform.got.filter(isToken).map(({ url }) => /refresh_token=(\w+)$/.exec(url)?.[1])).toEqual([
      'r',
      'another',
    ])
  })

  it.each([
    ['that is over', { json: { code: 11012 } }, 'token_code_11012', 1],
    ['while the platform is down', { status: 503, json: {} }, 'token_http_503', 0],
  ])('%s is told nothing, and waits; somebody is alarmed when it cannot pass', async (name, answer, reason, alarms) => {
    const connection = reason.replaceAll('_', '-')
    await connect(connection)
    on.platform.answer(answer)
    const leads = await planned(granted(connection), 1)
    const counted = await countedBy('ConversionTokenExpired', () => on.drain())
    expect(on.platform.got.every(isToken), name).toBe(true)
    expect(await rowsOf(leads)).toMatchObject([{ status: 'planned', reason, tries: 1 }])
    expect(counted).toBe(alarms)
  })
})

describe('Ocean Engine by a grant', () => {
  const APP = { advertiserId: '17', oauthClientId: '18', oauthClientSecret: 's' }
  const isToken = ({ url }: Got) => url === '/open_api/oauth2/refresh_token/'
  const given = () => on.platform.got.filter(isToken).map(({ body }) => JSON.parse(body).refresh_token)

  /** A platform each of whose refresh tokens is good once, and gives an access token of a day. */
  const gives = (): void => {
    let pairs = 0
    on.platform.decide((got) => {
      if (!isToken(got)) return { json: { code: got.headers['access-token'] === `a${pairs}` ? 0 : 40102 } }
      if (JSON.parse(got.body).refresh_token !== `r${pairs}`) return { json: { code: 40107 } }
      pairs += 1
      const ends = { expires_in: 86_400, refresh_token_expires_in: 2_592_000 }
      return { json: { code: 0, data: { access_token: `a${pairs}`, refresh_token: `r${pairs}`, ...ends } } }
    })
  }

  /** A lead of a form of the platform's own, about which it is told by Feiyu's id. */
  const clue = async (connection: string, platformLeadId: string): Promise<Lead> => {
    const campaignId = await on.campaign([to('ocean_engine', '194', { connection })])
    const lead = await on.lead(campaignId, {
      touch: {},
      platformLeadId,
      dimensions: { ...NO_DIMENSIONS, platform: 'ocean_engine' },
    })
    await on.tell(lead)
    return lead
  }

  it('is asked for the next token with what came with the last one, however long ago that ended', async () => {
    await on.connect('ocean_engine', { ...APP, oauthRefreshToken: 'r0' }, 'rotates')
    gives()
    const leads = [await clue('rotates', '71')]
    await on.drain()
    on.forward(3 * 86_400)
    leads.push(await clue('rotates', '72'))
    await on.drain()
    expect(given()).toEqual(['r0', 'r1'])
    expect(await rowsOf(leads)).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }])
  })

  it('that refuses what came with the last token is asked with the grant itself', async () => {
    await on.connect('ocean_engine', { ...APP, oauthRefreshToken: 'r0' }, 'forgets')
    gives()
    const leads = [await clue('forgets', '74')]
    await on.drain()
    on.forward(2 * 86_400)
    gives()
    leads.push(await clue('forgets', '75'))
    await on.drain()
    expect(given()).toEqual(['r0', 'r1', 'r0'])
    expect(await rowsOf(leads)).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }])
  })

  it('begins anew with a grant that is set after the last one was refused', async () => {
    await on.connect('ocean_engine', { ...APP, oauthRefreshToken: 'lost' }, 'anew')
    gives()
    const lead = await clue('anew', '73')
    expect(await countedBy('ConversionTokenExpired', () => on.drain())).toBe(1)
    expect(await rowsOf([lead])).toMatchObject([{ status: 'planned', reason: 'token_code_40107' }])
    await on.connect('ocean_engine', { ...APP, oauthRefreshToken: 'r0' }, 'anew')
    on.forward(600)
    await on.lookAfter()
    await on.drain()
    expect(given()).toEqual(['lost', 'r0'])
    expect(await rowsOf([lead])).toMatchObject([{ status: 'accepted', tries: 2 }])
  })

  it('is told of clicks without any', async () => {
    await on.connect('ocean_engine', { ...APP, oauthRefreshToken: 'lost' }, 'clicks')
    on.platform.answer({ json: { code: 0 } })
    const campaignId = await on.campaign([to('ocean_engine', 'form', { connection: 'clicks' })])
    const lead = await on.lead(campaignId, { touch: { clickIds: { clickid: 'E.C.1' } } })
    await on.tell(lead)
    await on.drain()
    expect(given()).toEqual([])
    expect(await rowsOf([lead])).toMatchObject([{ status: 'accepted' }])
  })
})

describe('a partner', () => {
  const partner = to('partner', 'lead.captured')

  it('gets a signed message with the click and without the person', async () => {
    on.platform.answer({ status: 204, json: {} })
    const leads = await planned(partner, 1)
    await on.drain()
    const [got] = on.platform.got
    const headers = new Headers(got?.headers as Record<string, string>)
    expect(got?.url).toBe('/in')
    expect(isSignedWebhook([SECRET], headers, got?.body ?? '', on.now())).toBe(true)
    expect(JSON.parse(got?.body ?? '').data).toMatchObject({ milestone: 'captured', clickIds: CLICKS })
    expect(await rowsOf(leads)).toMatchObject([{ status: 'accepted' }])
  })

  it('at a host that may not be called is refused', async () => {
    await on.deps.connections.put(
      { kind: 'partner', connectionId: 'strange', settings: {}, secrets: [], updatedAt: on.now().toISOString() },
      on.sealed('partner/strange', { url: 'https://elsewhere.example/in', secret: SECRET }),
    )
    const leads = await planned({ ...partner, connection: 'strange' }, 1)
    await on.drain()
    expect(await rowsOf(leads)).toMatchObject([{ status: 'refused', reason: 'host_not_allowed' }])
    expect(on.platform.got).toEqual([])
  })
})

describe('a destination without a connection', () => {
  it('is tried again by the schedule, and told when somebody sets it', async () => {
    on.platform.answer({ json: { code: 0 } })
    const leads = await planned(to('tencent_ads', 'RESERVATION', { connection: 'later' }), 1)
    await on.drain()
    expect(await rowsOf(leads)).toMatchObject([{ status: 'planned', reason: 'no_connection', tries: 1 }])
    await on.connect('tencent_ads', { accountId: '1', accessToken: 't', userActionSetId: '2' }, 'later')
    on.forward(600)
    await on.lookAfter()
    await on.drain()
    expect(await rowsOf(leads)).toMatchObject([{ status: 'accepted', tries: 2 }])
  })
})
