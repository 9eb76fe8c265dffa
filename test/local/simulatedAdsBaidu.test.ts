import { beforeAll, describe, expect, it } from 'vitest'
import { BAIDU } from '../../infra/local/simulators/ads/accounts.ts'
import { md5Hex } from '../../shared/platforms/digest.ts'
import { type Ads, clickIdIn, DAY, startAds } from './simulatedAds.ts'

let ads: Ads
let clickId: string
beforeAll(async () => {
  ads = await startAds()
  clickId = clickIdIn((await ads.click('baidu')).landing)
})

type Header = { status: number; errors: { position: string }[] }

const uploadTo = async (path: string, body: object): Promise<Header> => {
  const reply = await ads.send('POST', `/baidu/ocpcapi/api/${path}`, { body })
  expect(reply.status).toBe(200)
  return (reply.json() as { header: Header }).header
}

const upload = (conversionTypes: unknown, token: string = BAIDU.token) =>
  uploadTo('uploadConvertData', { token, conversionTypes })

const event = (more: object = {}) => ({
  logidUrl: `https://h5.example.com/loan?bd_vid=${clickId}`,
  newType: 3,
  outerEventId: 'cv_1',
  outerEventType: 'custom_dedup',
  ...more,
})

describe('uploads to the simulated Baidu', () => {
  it('are accepted with the documented header, and count once by their own id', async () => {
    const sent = [event({ outerEventId: 'once' }), event({ outerEventId: 'twice' })]
    expect(await upload(sent)).toEqual({ status: 0, desc: 'success', quota: 2, oprs: 2, errors: [], failures: [] })
    await upload(sent)
    const [twice] = await ads.conversions('baidu')
    expect(twice).toMatchObject({ key: 'twice', action: '3', offered: 2, counted: 1, attributedTo: 'click' })
  })

  it('count each time without an id of their own', async () => {
    const { outerEventId: _, outerEventType: __, ...nameless } = event({ newType: 25 })
    await upload([nameless, nameless])
    expect((await ads.conversions('baidu'))[0]).toMatchObject({ key: `${clickId}/25`, counted: 2 })
  })

  it('accept a click that never was: clicks are looked for later', async () => {
    const logidUrl = 'https://h5.example.com/loan?bd_vid=made-up'
    expect(await upload([event({ logidUrl, outerEventId: 'unknown' })])).toMatchObject({ status: 0 })
    expect((await ads.conversions('baidu'))[0]).toMatchObject({ key: 'unknown', attributedTo: 'nothing' })
  })

  it('of a click of more than 30 days ago are accepted without effect', async () => {
    ads.pass(30 * DAY + 1000)
    expect(await upload([event({ outerEventId: 'old' })])).toMatchObject({ status: 0 })
    expect((await ads.conversions('baidu'))[0]).toMatchObject({ counted: 0, withoutEffect: 'click_too_old' })
    ads.pass(-30 * DAY - 1000)
  })

  it.each([
    ['no click id in its address', { logidUrl: 'https://h5.example.com/loan' }, 'logidUrl'],
    ['an address of 1025 characters', { logidUrl: `https://a.cn/?bd_vid=${'x'.repeat(1004)}` }, 'logidUrl'],
    ['the older type', { newType: undefined, convertType: 3 }, 'newType'],
    ['a type that there is not', { newType: 7 }, 'newType'],
    ['milliseconds', { convertTime: 1_700_000_000_000 }, 'convertTime'],
    ['half a fen', { convertValue: 0.5 }, 'convertValue'],
    ['an id of 256 characters', { outerEventId: 'x'.repeat(256) }, 'outerEventId'],
  ])('fail by themselves with %s, the others are taken', async (_what, more, field) => {
    const { status, errors } = await upload([event({ outerEventId: field }), event(more)])
    expect([status, errors.map(({ position }) => position)]).toEqual([1, [`conversionTypes[1].${field}`]])
    expect(await upload([event(more)])).toMatchObject({ status: 2 })
  })

  it.each([
    ['another token', () => upload([event()], 'x'), 3],
    ['100 events', () => upload(Array.from({ length: 100 }, () => event())), 2],
    ['no events', () => upload([]), 2],
    ['no list', () => upload('x'), 2],
  ])('are refused together with %s', async (_what, sent, status) => {
    expect(await sent()).toMatchObject({ status })
  })

  it('take back what was worth nothing, with its time', async () => {
    const { logidUrl } = event()
    const invalid = { logidUrl, convertType: 3, convertTime: 1_700_000_000 }
    const sent = { token: BAIDU.token, invalidConversionTypes: [invalid, { ...invalid, convertTime: undefined }] }
    expect(await uploadTo('uploadInvalidConvertData', sent)).toMatchObject({
      status: 1,
      errors: [{ position: 'invalidConversionTypes[1].convertTime' }],
    })
    expect((await ads.conversions('baidu'))[0]).toMatchObject({ action: 'invalid 3', counted: 1 })
  })
})

describe('callbacks to the simulated Baidu', () => {
  /** The address that the monitor of a fresh click was told, its placeholders filled in. */
  const addressOfClick = async (type = 'credit_granting', value = '0'): Promise<string> => {
    ads.heard()
    await ads.click('baidu', { key: 'k' })
    const address = ads.heard()[0]?.query.get('callback_url') ?? ''
    return address.replace('{{ATYPE}}', type).replace('{{AVALUE}}', value)
  }

  const call = async (address: string, akey: string = BAIDU.akey) => {
    const path = address.replace(/^https?:\/\/[^/]+/, '')
    const reply = await ads.send('GET', `/baidu${path}&sign=${md5Hex(address + akey)}`)
    return reply.json()
  }

  it('are accepted when the real address is signed, and count each time', async () => {
    const address = `${await addressOfClick()}&join_type=ip`
    for (let times = 0; times < 2; times++) expect(await call(address)).toEqual({ error_code: 0 })
    expect((await ads.conversions('baidu'))[0]).toMatchObject({
      action: 'credit_granting',
      offered: 2,
      counted: 2,
      attributedTo: 'click',
    })
  })

  it('know the published signature', async () => {
    const query = 'a_type=credit_granting&a_value=0&join_type=ip&ext_info=abc'
    const path = `/baidu/cb/actionCb?${query}&sign=1311c14ae4250a2f481a27aff80aaaa2`
    // The signature is right; of the click `abc` nothing is known.
    expect((await ads.send('GET', path)).json()).toEqual({ error_code: 101 })
    expect((await ads.send('GET', path.replace('=ip', '=oaid'))).json()).toEqual({ error_code: 100 })
  })

  it.each([
    ['another key', async () => call(`${await addressOfClick()}&join_type=ip`, 'x'), 100],
    ['more after the signature', async () => call(`${await addressOfClick()}&sign=x&join_type=ip`), 100],
    ['a type that there is not', async () => call(`${await addressOfClick('form')}&join_type=ip`), 102],
    ['yuan with a dot', async () => call(`${await addressOfClick('apply', '1.5')}&join_type=ip`), 102],
    ['another way of joining', async () => call(`${await addressOfClick()}&join_type=phone`), 105],
    ['no way of joining', async () => call(await addressOfClick()), 105],
  ])('are refused with %s', async (_what, sent, error_code) => {
    expect(await sent()).toEqual({ error_code })
  })
})
