import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from 'hono'
import type { Callback, Heard } from '../../shared/callbacks/callback.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { Answer } from '../../shared/runtime/mount.ts'
import type { CallbacksDeps } from './deps.ts'
import { callbackOf, heard } from './heard.ts'
import type { ListeningAccount } from './listeningAccount.ts'
import { takeEvent } from './takeEvent.ts'

/** Platforms hang up after 5 s and deliver again: they are told before that they shall. */
const PATIENCE_MS = 3500

const late = () => new Problem('store_unavailable', 'Deliver the event again.', { headers: { 'retry-after': '1' } })

/** What comes of some work, or a problem when it takes longer than the platform waits. */
const inTime = async <Result>(work: Promise<Result>): Promise<Result> => {
  const timer = new AbortController()
  const tooLate = pause(PATIENCE_MS, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw late()
  })
  tooLate.catch(() => undefined)
  try {
    return await Promise.race([work, tooLate])
  } finally {
    timer.abort()
  }
}

/** How a platform is listened to: how its account is found, what its requests say, and what it is answered. */
export type Listening = {
  platform: 'wechat' | 'wecom'
  hear: (account: ListeningAccount, callback: Callback) => Heard
  taken: string
}

const answerTo = async (
  deps: CallbacksDeps,
  { platform, hear, taken }: Listening,
  id: string,
  c: Context<HttpEnv>,
): Promise<string> => {
  const callback = await callbackOf(c, deps.now())
  const account = await deps.findAccount(platform, id)
  if (!account) throw new Problem('account_not_found', 'Set a connection with this id, and with a token.')
  const said = heard(() => hear(account, callback))
  if (said.kind === 'echo') return said.text
  await takeEvent(deps, account, said.event, said.text)
  return taken
}

/** Serves the address that a platform calls. */
export const listen =
  (deps: CallbacksDeps, listening: Listening) =>
  async (
    { params }: { params: { appId: string } | { corpId: string } },
    c: Context<HttpEnv>,
  ): Promise<Answer<Record<never, never>>> => {
    const id = 'appId' in params ? params.appId : params.corpId
    return c.text(await inTime(answerTo(deps, listening, id, c)))
  }
