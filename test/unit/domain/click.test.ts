import { describe, expect, it } from 'vitest'
import { type Click, ClickPlatform, momentOf, pageIdOf } from '../../../shared/domain/click.ts'

const now = new Date('2026-11-27T08:00:00.000Z')
const DAY_MS = 86_400_000

const told = (ms: number): string => new Date(now.getTime() + ms).toISOString()

describe('the id that a page knows a click by', () => {
  const all: Omit<Click, 'platform'> = { clickId: 'c', joinId: 'j', callback: 't' }

  it.each([
    ['tencent_ads', 'j'],
    ['ocean_engine', 't'],
    ['kuaishou', 't'],
    ['baidu', 'j'],
    ['generic', 'j'],
  ] as const)('at %s is %s', (platform, id) => {
    expect(pageIdOf({ platform, ...all })).toBe(id)
  })

  it.each(ClickPlatform.options)(
    'at %s is what is there, down to its own id, and none when there is none',
    (platform) => {
      expect(pageIdOf({ platform, clickId: 'c', joinId: 'j' })).toBe('j')
      expect(pageIdOf({ platform, clickId: 'c' })).toBe('c')
      expect(pageIdOf({ platform })).toBeUndefined()
    },
  )

  it('is no token that is longer than what pages tell', () => {
    expect(pageIdOf({ platform: 'kuaishou', clickId: 'c', callback: 't'.repeat(513) })).toBe('c')
    expect(pageIdOf({ platform: 'kuaishou', clickId: 'c', callback: 't'.repeat(512) })).toBe('t'.repeat(512))
  })
})

describe('the moment of a click', () => {
  it.each([
    ['now', 0, 0],
    ['a second ago', -1000, -1000],
    ['a day ago', -DAY_MS, -DAY_MS],
    ['longer ago than senders come again', -DAY_MS - 1, 0],
    ['in the future, by a clock that runs ahead', 1, 0],
    ['in another century', 100 * 365 * DAY_MS, 0],
  ])('told as %s is believed as far as it can be', (_, ms, believed) => {
    expect(momentOf({ platform: 'generic', at: told(ms) }, now)).toBe(told(believed))
  })

  it('that was not told is when it came', () => {
    expect(momentOf({ platform: 'generic' }, now)).toBe(now.toISOString())
  })
})
