import { beforeAll, describe, expect, it } from 'vitest'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from '../../infra/local/simulators/wechat/app.ts'
import { CORP } from '../../infra/local/simulators/wecom/corp.ts'
import type { Heard as Understood } from '../../shared/callbacks/callback.ts'
import { hearWechat } from '../../shared/wechat/hear.ts'
import { hearWecom } from '../../shared/wecom/hear.ts'
import { type Heard, newCode, type Platforms, startPlatforms, tokenOf } from './callbackReceiver.ts'

const PERSON = '13800138701'
const CHOICE = { choices: [{ templateId: 't1', accepted: true }] }

let platforms: Platforms
beforeAll(async () => {
  platforms = await startPlatforms()
})

const accountOf = (path: string) => (path.endsWith(MINI_PROGRAM.appId) ? MINI_PROGRAM : OFFICIAL_ACCOUNT)

const understood = ({ method, path, rawQuery, body }: Heard, isPlain = false): Understood => {
  const callback = { method, rawQuery, body, now: new Date() }
  if (path.includes('/wecom/')) return hearWecom(CORP, callback)
  const { appId, token, encodingAesKey } = accountOf(path)
  return hearWechat(isPlain ? { appId, token } : { appId, token, encodingAesKey }, callback)
}

describe('what the simulated platforms tell is understood by our own reading', () => {
  it.each([
    ['wechat/follow', {}, { kind: 'followed' }],
    ['wechat/menu', { key: 'K' }, { kind: 'other', name: 'CLICK' }],
    ['wechat/menu', { key: 'a]]>&<b>' }, { kind: 'other', name: 'CLICK' }],
    ['wechat/reminders', { templateId: 't1' }, { kind: 'reminders_chosen', ...CHOICE }],
    ['wechat/reminders', { templateId: 't1', mode: 'plain' }, { kind: 'reminders_chosen', ...CHOICE }],
    ['wechat/reminders', { templateId: 't1', mode: 'compatible' }, { kind: 'reminders_chosen', ...CHOICE }],
    [
      'wechat/reminders',
      { templateId: 't1', app: 'mini_program', format: 'json' },
      { kind: 'reminders_chosen', ...CHOICE },
    ],
    [
      'wechat/reminders-settings',
      { templateId: 't1', accepted: false },
      { kind: 'reminders_withdrawn', choices: [{ templateId: 't1', accepted: false }] },
    ],
    ['wechat/unfollow', {}, { kind: 'unfollowed' }],
    ['wecom/add', { state: 'L1', userId: 'lisi' }, { kind: 'followed', scene: 'L1', adviser: 'lisi' }],
    ['wecom/delete', { by: 'customer' }, { kind: 'unfollowed', adviser: 'lisi' }],
  ])('%s %o', async (path, more, event) => {
    await platforms.act(path, { person: PERSON, ...more })
    const [heard] = platforms.heard()
    if (!heard) throw new Error('nothing came')
    expect(understood(heard, 'mode' in more && more.mode === 'plain')).toMatchObject({ kind: 'event', event })
  })

  it('follows and scans carry the scene of the code, and who it is', async () => {
    const { ticket } = await newCode(platforms, await tokenOf(platforms, OFFICIAL_ACCOUNT), 'ld_5')
    platforms.heard()
    const { openids } = await platforms.act<{ openids: Record<string, string> }>('people', { phone: '13800138702' })
    await platforms.act('wechat/follow', { person: '13800138702', code: ticket })
    await platforms.act('wechat/follow', { person: '13800138702', code: ticket })
    const event = { kind: 'followed', scene: 'ld_5', follower: openids[OFFICIAL_ACCOUNT.appId] }
    expect(platforms.heard().map((heard) => understood(heard))).toMatchObject([{ event }, { event }])
  })

  it('the same event delivered again is known as the same', async () => {
    await platforms.act('wechat/menu', { person: PERSON, times: 2 })
    const events = platforms.heard().map((heard) => understood(heard))
    const ids = events.map((each) => (each.kind === 'event' ? each.event.receivedId : each.kind))
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it.each(['wechat', 'wecom'])('the check of an address: %s', async (platform) => {
    platforms.answerWith((heard) => {
      const answer = understood(heard)
      return { text: answer.text }
    })
    expect(await platforms.act(`${platform}/verification`, {})).toMatchObject({ isRight: true })
  })
})
