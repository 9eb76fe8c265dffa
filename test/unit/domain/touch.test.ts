import { describe, expect, it } from 'vitest'
import { clickOnPage, dimensionsOf, earlierTouch, recordTouch } from '../../../shared/domain/touch.ts'

describe('recordTouch', () => {
  it('reads click ids, utm and partner from the address and keeps nothing else of its query', () => {
    const url =
      'https://loan.bank.example/l?gdt_vid=wx0abc&utm_source=wechat&utm_campaign=ad1&phone=13800138000&partner=pt_agency#name'
    expect(recordTouch({ url, referrer: 'https://mp.weixin.qq.com/s/article?user=1' })).toEqual({
      url: 'https://loan.bank.example/l',
      referrer: 'https://mp.weixin.qq.com',
      clickIds: { gdt_vid: 'wx0abc' },
      utm: { source: 'wechat', campaign: 'ad1' },
      partner: 'pt_agency',
    })
  })

  it('prefers what the page says over what its address says', () => {
    const touch = recordTouch({
      url: 'https://a.example/?gclid=1&utm_source=x',
      clickIds: { bd_vid: '2' },
      utm: { source: 'y' },
    })
    expect([touch.clickIds, touch.utm]).toEqual([{ bd_vid: '2' }, { source: 'y' }])
  })

  it('drops addresses that are none', () => {
    expect(recordTouch({ url: 'javascript:alert(1)', referrer: 'not an address' })).toEqual({})
  })

  it('drops values that are too long', () => {
    expect(recordTouch({ url: `https://a.example/?gclid=${'1'.repeat(513)}` })).toEqual({ url: 'https://a.example/' })
  })
})

describe('earlierTouch', () => {
  const last = recordTouch({ url: 'https://loan.bank.example/l?bd_vid=2&utm_source=baidu' })

  it('is what the first address says, where it names another ad', () => {
    expect(earlierTouch({ url: 'https://loan.bank.example/l?gdt_vid=1&phone=13800138000' }, last)).toEqual({
      url: 'https://loan.bank.example/l',
      clickIds: { gdt_vid: '1' },
    })
  })

  it.each([
    ['the same ad on another page', { url: 'https://loan.bank.example/m?bd_vid=2&utm_source=baidu' }],
    ['no ad', { url: 'https://loan.bank.example/l' }],
    ['nothing', undefined],
  ])('is not kept where it names %s', (_, first) => {
    expect(earlierTouch(first, last)).toBeUndefined()
  })
})

describe('clickOnPage', () => {
  it.each([
    ['?gdt_vid=1', { platform: 'tencent_ads', id: '1' }],
    ['?qz_gdt=2&gdt_vid=1', { platform: 'tencent_ads', id: '1' }],
    ['?click_id=9&clickid=2', { platform: 'ocean_engine', id: '2' }],
    ['?click_id=9', { platform: 'generic', id: '9' }],
    ['?utm_source=x', undefined],
  ])('of %s is the first that the page names', (query, click) => {
    expect(clickOnPage(recordTouch({ url: `https://a.example/${query}` }))).toEqual(click)
  })
})

describe('dimensionsOf', () => {
  it('says where the click of a partner came from, where the page does', () => {
    const platform = (query: string) => dimensionsOf(recordTouch({ url: `https://a.example/?${query}` })).platform
    expect(platform('click_id=1&utm_source=media')).toBe('media')
    expect(platform('click_id=1')).toBe('generic')
    expect(platform('click_id=1&gclid=2&utm_source=media')).toBe('google_ads')
  })

  it.each([
    [{ clickIds: { gdt_vid: '1' } }, 'tencent_ads'],
    [{ clickIds: { qz_gdt: '1' } }, 'tencent_ads'],
    [{ clickIds: { clickid: '1' } }, 'ocean_engine'],
    [{ clickIds: { bd_vid: '1' } }, 'baidu'],
    [{ clickIds: { callback: '1' } }, 'kuaishou'],
    [{ clickIds: { fbclid: '1' } }, 'meta'],
    [{ clickIds: { gclid: '1' } }, 'google_ads'],
    [{ utm: { source: 'newsletter' } }, 'newsletter'],
    [{ utm: { source: '公众号 文章' } }, 'other'],
    [{ utm: { source: 'a|b' } }, 'other'],
    [{}, '-'],
  ])('counts %o under %s', (touch, platform) => {
    expect(dimensionsOf(touch).platform).toBe(platform)
  })

  it('counts ad and creative by utm and the partner by its id', () => {
    const touch = { utm: { campaign: 'ad-7', content: 'video_2' }, partner: 'pt_agency' }
    expect(dimensionsOf(touch)).toEqual({
      platform: '-',
      account: '-',
      ad: 'ad-7',
      creative: 'video_2',
      partner: 'pt_agency',
    })
  })
})
