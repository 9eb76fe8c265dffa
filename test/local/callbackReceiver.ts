import type { Patience } from '../../infra/local/simulators/deliveries/attempt.ts'
import { startHttpServer } from '../../infra/local/simulators/httpServer.ts'
import { startSimulators } from '../../infra/local/simulators/simulators.ts'
import { CORP } from '../../infra/local/simulators/wecom/corp.ts'
import { callbackSignature, openMessage } from '../../shared/callbacks/envelope.ts'
import { type Reply, send } from '../harness/client.ts'
import { atEnd } from '../harness/place.ts'

/** A request that stood in for the API. */
export type Heard = {
  method: string
  path: string
  rawQuery: string
  query: URLSearchParams
  headers: Headers
  body: string
}

/** How a request is answered: with a text and status, never, or by cutting the connection after it was read. */
export type Behaviour = { status?: number; text?: string } | 'silent' | 'cut'

type Keys = { token: string; encodingAesKey: string }

/** What an element of a message holds. */
export const valueIn = (xml: string, name: string): string | undefined => {
  const [, text, number] = new RegExp(`<${name}>(?:<!\\[CDATA\\[(.*?)\\]\\]>|(\\d+))</${name}>`).exec(xml) ?? []
  return text ?? number
}

/** The value of a query parameter, empty when it is absent. */
export const asked = ({ query }: Heard, name: string): string => query.get(name) ?? ''

/** The message of an encrypted delivery, its signature checked. Fails when it is not right. */
export const openedFrom = (heard: Heard, { token, encodingAesKey }: Keys, receiver: string): string => {
  const sealed = valueIn(heard.body, 'Encrypt') ?? (JSON.parse(heard.body) as { Encrypt: string }).Encrypt
  const signature = callbackSignature(token, asked(heard, 'timestamp'), asked(heard, 'nonce'), sealed)
  if (signature !== asked(heard, 'msg_signature')) throw new Error('the signature is wrong')
  return openMessage(encodingAesKey, [receiver], sealed)
}

/** Time that passes for a sender without anybody waiting: `expire` ends the attempt that goes on. */
const shortPatience = () => {
  let last = new AbortController()
  const limits: number[] = []
  const pauses: number[] = []
  const patience: Patience = {
    deadline: (ms) => {
      limits.push(ms)
      last = new AbortController()
      return last.signal
    },
    pause: (ms) => Promise.resolve(pauses.push(ms)),
  }
  return { patience, limits, pauses, expire: () => last.abort(new DOMException('late', 'TimeoutError')) }
}

/** Simulators with something in place of the API: it answers what it is told to, else `success`. */
export const startPlatforms = async (now?: () => Date) => {
  const heard: Heard[] = []
  let planned: Behaviour[] = []
  let answerOf: (heard: Heard) => Behaviour | undefined = () => undefined
  const { patience, limits, pauses, expire } = shortPatience()
  const report = (error: unknown) => {
    throw error
  }
  const receiver = await startHttpServer(
    async (request, { cut }) => {
      const { pathname: path, search, searchParams: query } = new URL(request.url)
      const { method, headers } = request
      const one = { method, path, rawQuery: search.slice(1), query, headers, body: await request.text() }
      heard.push(one)
      const behaviour = planned.shift() ?? answerOf(one) ?? {}
      if (behaviour === 'silent') expire()
      if (behaviour === 'cut') cut()
      if (typeof behaviour === 'string') return new Promise<Response>(() => undefined)
      return new Response(behaviour.text ?? 'success', { status: behaviour.status ?? 200 })
    },
    { port: 0, host: '127.0.0.1', report },
  )
  atEnd(receiver.close)
  const api = `http://127.0.0.1:${receiver.port}`
  const options = { port: 0, host: '127.0.0.1', report, patience, api: () => api }
  const simulators = await startSimulators(now ? { ...options, now } : options)
  atEnd(simulators.close)
  const { url } = simulators
  return {
    url,
    api,
    limits,
    pauses,
    /** What was heard since the last time. */
    heard: (): Heard[] => heard.splice(0),
    plan: (...behaviours: Behaviour[]): void => {
      planned = behaviours
    },
    /** What is answered to what was not planned. */
    answerWith: (answer: (heard: Heard) => Behaviour | undefined): void => {
      answerOf = answer
    },
    ask: (method: string, path: string, body?: object): Promise<Reply> => send(url, method, path, { body }),
    act: async <Answer>(path: string, body: object): Promise<Answer> => {
      const reply = await send(url, 'POST', `/_sim/${path}`, { body })
      if (reply.status !== 201) throw new Error(`not done: ${reply.text}`)
      return reply.json() as Answer
    },
    form: (path: string, fields: Record<string, string>) =>
      fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' }),
  }
}

export type Platforms = Awaited<ReturnType<typeof startPlatforms>>

/** An access token of a WeChat app. */
export const tokenOf = async ({ ask }: Platforms, { appId, appSecret }: { appId: string; appSecret: string }) => {
  const body = { grant_type: 'client_credential', appid: appId, secret: appSecret }
  const reply = await ask('POST', '/wechat/cgi-bin/stable_token', body)
  return (reply.json() as { access_token: string }).access_token
}

/** A QR code of the official account. */
export const newCode = async (platforms: Platforms, token: string, scene: string, seconds = 600) => {
  const body = { expire_seconds: seconds, action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: scene } } }
  const reply = await platforms.ask('POST', `/wechat/cgi-bin/qrcode/create?access_token=${token}`, body)
  return reply.json() as { ticket: string; url: string; expire_seconds: number }
}

/** A contact way of WeCom. */
export const newContactWay = async ({ ask }: Platforms, state: string, users = ['zhangsan']) => {
  const { corpId, secret } = CORP
  const given = await ask('GET', `/wecom/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`)
  const token = (given.json() as { access_token: string }).access_token
  const path = `/wecom/cgi-bin/externalcontact/add_contact_way?access_token=${token}`
  const reply = await ask('POST', path, { type: 2, scene: 2, state, user: users })
  return { token, ...(reply.json() as { config_id: string; qr_code: string }) }
}
