import { describe, expect, it } from 'vitest'
import { signedByAkey } from '../../../shared/platforms/conversions/baiduCallback.ts'
import { googlePhone } from '../../../shared/platforms/conversions/googleAds.ts'
import { metaPhone } from '../../../shared/platforms/conversions/meta.ts'
import { oceanEngineSignature } from '../../../shared/platforms/conversions/oceanEngine.ts'
import { md5Hex, sha256Hex } from '../../../shared/platforms/digest.ts'
import { parseJson } from '../../../shared/platforms/parseJson.ts'

describe('digests', () => {
  it.each([
    ['a000002c9060f7', 'f2d5a650733ca8c27d502b1c08da14e5'],
    ['FF1999CD-7177-4937-A474-74937A102630', '2c010ed96aef2fc34983e1e7e9176b7e'],
    ['13500000000', '4dbeaa3acd2620411c7ba4fd78bb32d0'],
    ['13800138000', '7945bd83237335e5376ff44d62e4f0ae'],
  ])('by MD5 are those of the vectors: %s', (text, digest) => {
    expect(md5Hex(text)).toBe(digest)
  })

  it.each([
    [
      'an MD5 of Tencent Ads',
      md5Hex('a000002c9060f7'),
      'd64db6590359b386397db4d8a61dbc8fbd586b8a0b822ee6bc19316402d583b4',
    ],
    ['a phone for Tencent Ads', '13800138000', 'a6942f9771d67f34034d2f1926988ed3fad3bf1b4e7cedb9a31f31398dea43bc'],
    ['a phone for Meta', metaPhone('13800138000'), 'bf08aacce7f9b2452863cf99373043c3333f0e3127f1f787c4abb46ab6cf2b83'],
    [
      'a phone for Google',
      googlePhone('13800138000'),
      'ec61f3c620a98bdead8c1f1f0ae747abd1b62a0c2dba4fd4bc22cf0d1d8653e5',
    ],
  ])('by SHA-256 are those of the vectors: %s', (_what, text, digest) => {
    expect(sha256Hex(text)).toBe(digest)
  })

  it('sign a body for Ocean Engine as the vector does', () => {
    const body =
      '{"event_type":"form","context":{"ad":{"callback":"TESTCLICKID","match_type":0}},"timestamp":1700000000000}'
    expect(oceanEngineSignature(body, 'ocean-secret')).toBe(
      '615329f39845fda61b921e7a5af83b5eb2cb3395b8226406d14984d8af225745',
    )
  })

  it('sign a callback for Baidu as the vector does', () => {
    const address = 'http://als.baidu.com/cb/actionCb?a_type=credit_granting&a_value=0&join_type=ip&ext_info=abc'
    expect(signedByAkey(address, 'AKEYTEST')).toBe(`${address}&sign=1311c14ae4250a2f481a27aff80aaaa2`)
  })
})

describe('JSON of platforms', () => {
  it('keeps ids that no number holds', () => {
    expect(
      parseJson(
        '{"id":9007199254740993,"small":12,"rate":1.5,"text":"9007199254740993","deep":[18446744073709551615]}',
      ),
    ).toEqual({
      id: '9007199254740993',
      small: 12,
      rate: 1.5,
      text: '9007199254740993',
      deep: ['18446744073709551615'],
    })
  })

  it.each(['', '{', '<xml/>', 'undefined'])('is none when it is "%s"', (text) => {
    expect(parseJson(text)).toBeUndefined()
  })
})
