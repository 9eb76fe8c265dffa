import { beforeAll, describe, expect, it } from 'vitest'
import {
  BAIDU,
  GOOGLE_ADS,
  META,
  OCEAN_ENGINE,
  PARTNER,
  TENCENT_ADS,
} from '../../infra/local/simulators/ads/accounts.ts'
import type { ConversionEvent, DestinationSettings } from '../../shared/domain/conversion.ts'
import type { Adapter, Batch } from '../../shared/platforms/conversions/adapter.ts'
import { type Accounts, type ConversionPlatform, wayFor } from '../../shared/platforms/conversions/adapters.ts'
import { oceanEngineByClue } from '../../shared/platforms/conversions/oceanEngineClue.ts'
import { partner } from '../../shared/platforms/conversions/partner.ts'
import { askForOceanEngineToken, oceanEngineTokenIn } from '../../shared/platforms/oceanEngineToken.ts'
import { type Ads, clickIdIn, eventOf, googleToken, KNOWN_PHONE, made, startAds } from './simulatedAds.ts'

const PHONE = { phone: KNOWN_PHONE }
const ACCEPTED = [{ status: 'accepted' }]

let ads: Ads
let accounts: Accounts
beforeAll(async () => {
  ads = await startAds()
  const at = (name: string) => ({ baseUrl: `${ads.url}/${name}` })
  const { access_token: accessToken } = await googleToken(ads)
  accounts = {
    tencent_ads: { ...TENCENT_ADS, ...at('tencent_ads') },
    ocean_engine: { ...OCEAN_ENGINE, ...at('ocean_engine') },
    kuaishou: at('kuaishou'),
    baidu: { ...BAIDU, ...at('baidu') },
    meta: { ...META, ...at('meta') },
    google_ads: { ...GOOGLE_ADS, accessToken, ...at('google_ads') },
    partner: { ...PARTNER, ...at('partner') },
  }
})

let nonces = 0
const sentBy = async <Account>(
  way: Adapter<Account>,
  account: Account,
  events: Batch,
  settings: DestinationSettings = {},
) => {
  const attempt = { now: ads.now(), nonce: `adapter${nonces++}` }
  const answer = await made(way.buildRequest(events, account, settings, attempt))
  return way.readAnswer(answer, events, settings)
}

/** Reports events of one platform by the first way that takes them, as we do. */
const reported = async <Platform extends ConversionPlatform>(platform: Platform, ...events: Batch) => {
  const account: Accounts[Platform] = accounts[platform]
  const found = wayFor(platform, events[0], account)
  if ('unfit' in found) throw new Error(`unfit: ${found.unfit.join()}`)
  return { by: found.way.id, verdicts: await sentBy(found.way, account, events) }
}

const clickOf = async (platform: string, clickId?: string): Promise<string> =>
  clickIdIn((await ads.click(platform, { clickId })).landing)

/** What the click monitor was told to call. */
const callbackOf = async (platform: string, parameter: string): Promise<string> => {
  ads.heard()
  await ads.click(platform, { key: 'k' })
  return ads.heard()[0]?.query.get(parameter) ?? ''
}

const withCallback = (event: ConversionEvent, callback: string): ConversionEvent => ({
  ...event,
  click: { at: event.at, ids: {}, callback },
})

const newest = async (platform: string) => (await ads.conversions(platform))[0]

describe('conversions that our adapters report are accepted by', () => {
  it('Tencent Ads, by click id', async () => {
    const ids = { gdt_vid: await clickOf('tencent_ads') }
    const credit = eventOf('CREDIT', ids, { ...PHONE, valueFen: 5_000_000, quality: 1 })
    const result = await reported('tencent_ads', eventOf('REGISTER', ids, PHONE), credit)
    expect(result).toEqual({ by: 'tencent_ads.click_id', verdicts: [...ACCEPTED, ...ACCEPTED] })
    expect(await newest('tencent_ads')).toMatchObject({
      action: 'CREDIT',
      attributedTo: 'click',
      fields: { action_param: { credit_amount: 50_000, credit_level: 1 } },
    })
  })

  it('Tencent Ads, by callback, as the same conversion', async () => {
    const callback = await callbackOf('tencent_ads', 'callback')
    const result = await reported('tencent_ads', withCallback(eventOf('REGISTER', {}, PHONE), callback))
    expect(result).toEqual({ by: 'tencent_ads.callback', verdicts: ACCEPTED })
    expect(await newest('tencent_ads')).toMatchObject({ offered: 1, counted: 1 })
    expect((await ads.conversions('tencent_ads'))[1]).toMatchObject({ action: 'REGISTER', offered: 2, counted: 1 })
  })

  it('Ocean Engine, by click id and by the callback of the monitor', async () => {
    const event = eventOf(
      'loan_credit',
      { clickid: await clickOf('ocean_engine') },
      { valueFen: 1_000_000, quality: 2 },
    )
    expect(await reported('ocean_engine', event)).toEqual({ by: 'ocean_engine', verdicts: ACCEPTED })
    expect(await newest('ocean_engine')).toMatchObject({ action: 'loan_credit', attributedTo: 'click', counted: 1 })
    const callback = await callbackOf('ocean_engine', 'callback')
    await reported('ocean_engine', withCallback(eventOf('form', {}), callback))
    expect(await newest('ocean_engine')).toMatchObject({ action: 'form', attributedTo: 'click' })
  })

  it('Ocean Engine, by the clue of its own form, and by no other', async () => {
    ads.heard()
    await ads.act('ads/lead', { platform: 'ocean_engine', campaignId: 'spring', key: 'k', phone: KNOWN_PHONE })
    const { id } = JSON.parse(ads.heard()[0]?.body ?? '') as { id: string }
    const { click: _, ...stage } = eventOf('195', {}, { platformLeadId: id })
    expect(await reported('ocean_engine', stage)).toEqual({ by: 'ocean_engine.clue', verdicts: ACCEPTED })
    expect(await newest('ocean_engine')).toMatchObject({ key: `${id}/195`, attributedTo: 'lead', counted: 1 })
    const { verdicts } = await reported('ocean_engine', { ...stage, platformLeadId: '7999999999999999999' })
    expect(verdicts).toEqual([{ status: 'rejected', reason: 'code_40000' }])
  })

  it('Ocean Engine, by a clue with tokens of a grant, each of a day', async () => {
    const own = await startAds()
    const { oauthClientId: appId, oauthClientSecret: secret, oauthRefreshToken, advertiserId } = OCEAN_ENGINE
    const app = { appId, secret, baseUrl: `${own.url}/ocean_engine` }
    const asked = async (by: string) => oceanEngineTokenIn(await made(askForOceanEngineToken(app, by)))
    const verdictWith = async (accessToken: string) => {
      const event = eventOf('195', {}, { platformLeadId: '7999999999999999999' })
      const account = { advertiserId, accessToken, baseUrl: app.baseUrl }
      return (await sentBy(oceanEngineByClue, account, [event]))[0]
    }
    const first = await asked(oauthRefreshToken)
    if (!('token' in first)) throw new Error(first.failed)
    expect(await verdictWith(first.token)).toEqual({ status: 'rejected', reason: 'code_40000' })
    own.pass(86_400_000)
    expect(await verdictWith(first.token)).toEqual({ status: 'token_expired' })
    expect(await verdictWith('made-up')).toEqual({ status: 'token_expired' })
    expect(await asked(oauthRefreshToken)).toEqual({ failed: 'code_40107', passing: false })
    expect(await asked(first.next?.refreshToken ?? '')).toMatchObject({ seconds: 86_400 })
    await own.breakNext('ocean_engine', 'expired_token')
    expect(await asked('any')).toEqual({ failed: 'code_40103', passing: false })
  })

  it('Kuaishou, by the callback of the page and of the monitor', async () => {
    const event = eventOf('9', { callback: await clickOf('kuaishou') })
    expect(await reported('kuaishou', event)).toEqual({ by: 'kuaishou', verdicts: ACCEPTED })
    const paid = withCallback(eventOf('3', {}, { valueFen: 1234 }), await callbackOf('kuaishou', 'callback'))
    expect((await reported('kuaishou', paid)).verdicts).toEqual(ACCEPTED)
    expect(await newest('kuaishou')).toMatchObject({ fields: { purchase_amount: '12.34' } })
  })

  it('Baidu, by upload, retraction and callback', async () => {
    const ids = { bd_vid: await clickOf('baidu') }
    const event = eventOf('3', ids, { valueFen: 1_000_000 })
    expect(await reported('baidu', event)).toEqual({ by: 'baidu.upload', verdicts: ACCEPTED })
    expect(await newest('baidu')).toMatchObject({ attributedTo: 'click', fields: { convertValue: 1_000_000 } })
    expect(await reported('baidu', { ...event, id: 'cv_zyxwvutsrqponmlkjihg', retracts: event.id })).toEqual({
      by: 'baidu.invalid',
      verdicts: ACCEPTED,
    })
    expect(await newest('baidu')).toMatchObject({ action: 'invalid 3' })
    const callback = await callbackOf('baidu', 'callback_url')
    const applied = withCallback(eventOf('apply', {}), callback)
    expect(await reported('baidu', applied)).toEqual({ by: 'baidu.callback', verdicts: ACCEPTED })
    expect(await newest('baidu')).toMatchObject({ action: 'apply', attributedTo: 'click' })
  })

  it('Meta, with phone, click and value, and as a stage of a lead from its form', async () => {
    const event = eventOf('Lead', { fbclid: await clickOf('meta') }, { ...PHONE, valueFen: 1_000_000 })
    expect(await reported('meta', event)).toEqual({ by: 'meta', verdicts: ACCEPTED })
    expect(await newest('meta')).toMatchObject({ attributedTo: 'click', fields: { custom_data: { value: 10_000 } } })
    const { click: _, ...clickless } = eventOf('Lead', {}, { id: 'cv_bcdefghijklmnopqrstu', ...PHONE })
    await reported('meta', clickless)
    expect(await newest('meta')).toMatchObject({ attributedTo: 'phone' })
    const stage = { ...clickless, id: 'cv_cdefghijklmnopqrstuv', platformLeadId: '123456789012345' }
    expect((await reported('meta', stage)).verdicts).toEqual(ACCEPTED)
  })

  it.each(['gclid', 'gbraid', 'wbraid'] as const)('Google, by %s, with the reference of the request', async (name) => {
    const id = `cv_${name.padEnd(20, 'a')}`
    const ids = { [name]: await clickOf('google_ads', name) }
    const { verdicts } = await reported('google_ads', eventOf('Lead', ids, { id, ...PHONE, valueFen: 1_000_000 }))
    expect(verdicts).toEqual([{ status: 'sent', reference: expect.any(String), askAfterSeconds: 1800 }])
    expect(await newest('google_ads')).toMatchObject({ key: `987654321/${id}`, attributedTo: 'click', counted: 1 })
  })

  it('Google, by phone alone', async () => {
    const { click: _, ...clickless } = eventOf('Lead', {}, PHONE)
    await reported('google_ads', clickless)
    expect(await newest('google_ads')).toMatchObject({ attributedTo: 'phone', counted: 1 })
  })

  it('a partner, while its secret is replaced too', async () => {
    const event = eventOf('lead.captured', { gclid: 'x' })
    expect(await reported('partner', event)).toEqual({ by: 'partner', verdicts: ACCEPTED })
    const account = { ...accounts.partner, secret: `whsec_${'A'.repeat(43)}=`, previousSecret: PARTNER.secret }
    expect(await sentBy(partner, account, [event])).toEqual(ACCEPTED)
    expect(await newest('partner')).toMatchObject({ key: event.id, offered: 2, counted: 1 })
  })
})
