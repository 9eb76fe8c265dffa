import { say } from './fields.ts'
import { emit, forms, urlOf } from './page.ts'
import { proofOf } from './proof.ts'
import { settle } from './settle.ts'
import { local, put } from './storage.ts'

/** A submission that has no answer yet. It holds personal data: it is made when the visitor presses the button and forgotten with the answer. */
type Entry = { campaignId: string; key: string; content: string; at: number }

const OUTBOX = 'tuoke:'

/** The API's answer where it is final. Ends in the response or an error when the same submission may be answered otherwise later. */
const send = async ({ campaignId, key, content }: Entry, challenge?: string) => {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 20_000)
  const response = await fetch(`${urlOf(campaignId)}/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `"${key}"` },
    body: challenge ? `{"challenge":"${challenge}",${content.slice(1)}` : content,
    keepalive: content.length < 20_000,
    signal: abort.signal,
  })
  if (response.status === 429 || response.status > 499) throw response
  const reply = await response.json()
  if (!reply.outcome && !reply.code) throw response
  return reply
}

const attempt = async (entry: Entry, form: HTMLFormElement | undefined) => {
  const { campaignId } = entry
  const reply = await send(entry, form?.dataset.tuokeChallenge && (await proofOf(campaignId, false)))
  const isUnproven = reply.errors?.some(({ pointer }: { pointer: string }) => pointer === '/challenge')
  return isUnproven ? send(entry, await proofOf(campaignId, true)) : reply
}

/** What happens when the same content is sent again. */
const again: Record<string, (event?: unknown) => void> = {}

/** Waits for the next try: 1, 2, 4 to 60 seconds, more if the API asks for it, and a little by chance; no longer if somebody wants it at once. */
const pause = (id: string, cause: Partial<Response>, failures: number, form: HTMLFormElement | undefined) => {
  const asked = Number(cause.headers?.get('retry-after')) || 0
  const seconds = Math.max(asked, Math.min(2 ** failures, 60)) * (1 + Math.random() / 4)
  if (emit(form, 'retrying', { seconds, status: cause.status }) && form) say(form, 'retrying')
  return new Promise((resolve) => {
    again[id] = resolve
    setTimeout(resolve, seconds * 1000)
    addEventListener('online', resolve)
  })
}

/** Sends a submission until there is an answer, always with the same key. The same content again is the same submission. */
export const deliver = async (entry: Entry, pressed?: HTMLFormElement): Promise<void> => {
  const { campaignId, key, content } = entry
  const id = campaignId + content
  if (again[id]) return again[id]()
  again[id] = () => {}
  put(local, OUTBOX + key, JSON.stringify(entry))
  // A page may have re-rendered its form meanwhile.
  const formNow = () =>
    pressed?.isConnected ? pressed : forms().find(({ dataset }) => dataset.tuokeCampaign === campaignId)
  for (let failures = 0; ; failures++) {
    formNow()?.toggleAttribute('data-tuoke-busy', true)
    let cause: Partial<Response> = {}
    const reply = await attempt(entry, formNow()).catch((error) => {
      cause = error
    })
    formNow()?.toggleAttribute('data-tuoke-busy', false)
    if (!reply) {
      await pause(id, cause, failures, formNow())
      continue
    }
    delete local[OUTBOX + key]
    delete again[id]
    if (reply.outcome) again[id] = () => settle(reply, formNow())
    return settle(reply, formNow())
  }
}

/** Delivers what earlier pages could not, for a day. */
export const deliverLeft = (): void => {
  for (const [name, text] of Object.entries(local)) {
    if (!name.startsWith(OUTBOX)) continue
    const entry: Entry = JSON.parse(text)
    if (Date.now() - entry.at < 86_400_000) deliver(entry)
    else delete local[name]
  }
}
