import { describe, expect, it } from 'vitest'
import { type Candidate, interactionsOf } from '../../../shared/domain/candidate.ts'
import { NO_DIMENSIONS } from '../../../shared/domain/touch.ts'
import { click, HOUR_MS, MINUTE_MS, view } from './sampleCandidates.ts'

describe('candidates that name the same click', () => {
  const monitor = click('ad-7', 2 * MINUTE_MS, {
    source: 'click_monitor',
    clickIds: { click_id: 'c1' },
    joinId: 'wx1',
    dimensions: { platform: 'tencent_ads', account: 'acc', ad: 'ad-7', creative: 'cr', partner: '-' },
  })
  const page = click('spring', MINUTE_MS, {
    clickIds: { gdt_vid: 'wx1' },
    dimensions: { ...NO_DIMENSIONS, platform: 'tencent_ads', ad: 'spring', partner: 'pt_a' },
  })

  it('are one interaction with two sources, and the platform is believed before the page', () => {
    expect(interactionsOf([page, monitor])).toEqual([
      {
        at: monitor.at,
        sources: ['click_monitor', 'landing_page'],
        kind: 'click',
        clickIds: { click_id: 'c1', gdt_vid: 'wx1' },
        joinId: 'wx1',
        dimensions: { platform: 'tencent_ads', account: 'acc', ad: 'ad-7', creative: 'cr', partner: 'pt_a' },
      },
    ])
  })

  it('are one when a third links them', () => {
    const first = click('1', 3, { clickIds: { gdt_vid: 'x' } })
    const second = click('2', 2, { clickIds: { click_id: 'y' } })
    const link = click('3', 1, { clickIds: { gdt_vid: 'x', click_id: 'y' } })
    expect(interactionsOf([first, second, link])).toHaveLength(1)
    expect(interactionsOf([first, second])).toHaveLength(2)
    const others = ['x', 'y'].map((gdt_vid) => click('4', 0, { clickIds: { gdt_vid } }))
    expect(interactionsOf([link, ...others])).toHaveLength(1)
  })

  it('keep the ids that the more trusted source has, and those that only another one knows', () => {
    const told = click('1', 1, { source: 'partner', joinId: 'j', clickIds: { click_id: 'theirs', gdt_vid: 'wx1' } })
    const monitored = { click_id: 'its own', gdt_vid: undefined }
    const platform = click('1', 2, { source: 'click_monitor', joinId: 'j', clickIds: monitored })
    const [one] = interactionsOf([told, platform])
    expect(one?.clickIds).toStrictEqual({ click_id: 'its own', gdt_vid: 'wx1' })
  })

  it('count from the first time: a page opened again makes no later click', () => {
    const again = click('spring', 0, { source: 'repeat', clickIds: { gdt_vid: 'wx1' } })
    const other = click('other', MINUTE_MS / 2)
    expect(interactionsOf([page, again, other]).map(({ at, sources }) => [at, sources])).toEqual([
      [page.at, ['landing_page', 'repeat']],
      [other.at, ['landing_page']],
    ])
  })

  it('are a click at the time of the click where one of them saw a view', () => {
    const seen = view('1', HOUR_MS, { joinId: 'i' })
    const clicked = click('1', MINUTE_MS, { joinId: 'i' })
    expect(interactionsOf([seen, clicked])).toMatchObject([{ kind: 'click', at: clicked.at }])
  })

  it.each<[string, Candidate, Candidate]>([
    ['on another platform', page, { ...page, dimensions: { ...page.dimensions, platform: 'baidu' } }],
    ['by no id', click('1', 1), click('1', 2)],
    ['by other ids', page, click('spring', 1, { clickIds: { gdt_vid: 'wx2' } })],
  ])('are not one %s', (_, first, second) => {
    expect(interactionsOf([first, second])).toHaveLength(2)
  })
})
