import { beforeAll, describe, expect, it } from 'vitest'
import { TENCENT_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import { md5Hex, sha256Hex } from '../../shared/platforms/digest.ts'
import { zipOf } from '../../shared/platforms/zip.ts'
import { type Ads, KNOWN_PHONE, startAds } from './simulatedAds.ts'

const { accessToken, accountId } = TENCENT_ADS
const ID = sha256Hex(KNOWN_PHONE)

let ads: Ads
let made = 0
beforeAll(async () => {
  ads = await startAds()
})

const query = (caller: Record<string, string> = {}) =>
  new URLSearchParams({ access_token: accessToken, ...ads.stamp(), ...caller })

const audience = (more: object = {}) => {
  const name = `audience-${++made}`
  return { account_id: accountId, name, type: 'CUSTOMER_FILE', outer_audience_id: name.replace('-', '_'), ...more }
}
const ask = async (body: unknown, caller = {}) => {
  const reply = await ads.send('POST', `/tencent_ads/v3.0/custom_audiences/add?${query(caller)}`, { body })
  const { code } = reply.json() as { code: number }
  return { code, audienceId: /"audience_id":(\d+)/.exec(reply.text)?.[1] ?? '' }
}

const zipped = (lines: string, name = 'ids.txt') => new Uint8Array(zipOf(name, lines))
const add = async (audienceId: string, fields: Record<string, string> = {}, zip = zipped(`${ID}\n`)) => {
  const form = new FormData()
  const all = { account_id: accountId, audience_id: audienceId, user_id_type: 'SHA256_MOBILE_PHONE', ...fields }
  for (const [name, value] of Object.entries(all)) form.append(name, value)
  form.append('file', new File([zip], 'ids.zip'))
  const reply = await ads.send('POST', `/tencent_ads/v3.0/custom_audience_files/add?${query()}`, { raw: form })
  return (reply.json() as { code: number }).code
}

type Audience = {
  audienceId: string
  name: string
  members: string[]
  files: { lineCount: number; validLineCount: number }[]
}
const kept = async (audienceId: string): Promise<Audience | undefined> => {
  const { audiences } = (await ads.send('GET', '/_sim/tencent_ads/audiences')).json() as { audiences: Audience[] }
  return audiences.find((one) => one.audienceId === audienceId)
}

describe('an audience at the simulated Tencent Ads', () => {
  it('has an id beyond what a number holds, and is the same for the same code, whatever its name', async () => {
    const asked = audience()
    const first = await ask(asked)
    expect(Number.isSafeInteger(Number(first.audienceId))).toBe(false)
    expect(await ask({ ...asked, name: 'another' })).toEqual(first)
  })

  it.each([
    ['the name of another', () => audience({ name: 'audience-1' }), 34109],
    ['a name of 33 bytes', () => audience({ name: '人'.repeat(11) }), 34109],
    ['no name', () => audience({ name: '' }), 34109],
    ['dashes in its code', () => audience({ outer_audience_id: 'a-b' }), 34109],
    ['a code of 129 characters', () => audience({ outer_audience_id: 'a'.repeat(129) }), 34109],
    ['a description of 251 bytes', () => audience({ description: 'a'.repeat(251) }), 34109],
    ['a type that is made of no file', () => audience({ type: 'LOOKALIKE' }), 34109],
    ['an unknown field', () => audience({ size: 1 }), 34109],
    ['another account', () => audience({ account_id: '1' }), 20004],
  ])('is not made with %s', async (_, asked, code) => {
    expect(await ask(asked())).toMatchObject({ code })
  })

  it('is not made for whoever has another token, nor twice with a nonce', async () => {
    expect(await ask(audience(), { access_token: 'x' })).toMatchObject({ code: 11002 })
    expect(await ask(audience(), { nonce: 'once-for-all' })).toMatchObject({ code: 0 })
    expect(await ask(audience(), { nonce: 'once-for-all' })).toMatchObject({ code: 12100 })
  })
})

describe('a file for an audience at the simulated Tencent Ads', () => {
  let audienceId: string
  beforeAll(async () => {
    audienceId = (await ask(audience())).audienceId
  })

  it('adds its valid lines once each, and takes them out again', async () => {
    const lines = `${ID}\r\n${ID.toUpperCase()}\n${KNOWN_PHONE}\n\n`
    expect(await add(audienceId, {}, zipped(lines, 'ids.csv'))).toBe(0)
    expect(await add(audienceId)).toBe(0)
    expect(await kept(audienceId)).toMatchObject({
      members: [ID],
      files: [{ lineCount: 3, validLineCount: 2 }, { lineCount: 1 }],
    })
    expect(await add(audienceId, { operation_type: 'REDUCE' })).toBe(0)
    expect((await kept(audienceId))?.members).toEqual([])
  })

  it.each([
    ['of an unknown audience', { audience_id: '1' }, undefined, 34109],
    ['of another account', { account_id: '1' }, undefined, 20004],
    ['of an unknown type', { user_id_type: 'PHONE' }, undefined, 34109],
    ['with an unknown operation', { operation_type: 'REPLACE' }, undefined, 34109],
    ['that is no archive', {}, new TextEncoder().encode(ID), 34109],
    ['of another kind inside', {}, zipped(ID, 'ids.xlsx'), 34109],
  ])('%s is refused', async (_, fields, zip, code) => {
    expect(await add(audienceId, fields, zip)).toBe(code)
  })

  it('takes digests of its type only', async () => {
    expect(
      await add(audienceId, { user_id_type: 'HASH_MOBILE_PHONE' }, zipped(`${ID}\n${md5Hex(KNOWN_PHONE)}\n`)),
    ).toBe(0)
    expect((await kept(audienceId))?.files.at(-1)).toMatchObject({ lineCount: 2, validLineCount: 1 })
  })

  it('is one of 50 a minute', async () => {
    ads.pass(60_000)
    const codes: number[] = []
    for (let files = 0; files < 51; files++) codes.push(await add(audienceId))
    expect([codes.slice(0, 50).every((code) => code === 0), codes[50]]).toEqual([true, 11017])
  })
})
