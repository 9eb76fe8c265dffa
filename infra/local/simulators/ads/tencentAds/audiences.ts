import type { Context } from 'hono'
import * as z from 'zod'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import { optional } from '../../formValue.ts'
import type { SimulatorApp, SimulatorEnv, World } from '../../world.ts'
import { TENCENT_ADS } from '../accounts.ts'
import { perMinute } from '../perMinute.ts'
import { refusal } from './answers.ts'
import type { AudienceList } from './audienceList.ts'
import { callers } from './caller.ts'
import type { OauthTokens } from './oauth.ts'
import { unzip } from './unzip.ts'

const FILES_A_MINUTE = 50
const MOST_ZIP_BYTES = 100 * 1024 * 1024

const bytesOf = (least: number, most: number) =>
  z.string().refine((text) => Buffer.byteLength(text) >= least && Buffer.byteLength(text) <= most)

const Digits = z.union([z.int(), z.string().regex(/^\d{1,19}$/)]).transform(String)

/** `custom_audiences/add` (reference §1.10); its other types are made of other things than files. */
const Audience = z.strictObject({
  account_id: Digits,
  name: bytesOf(1, 32),
  type: z.literal('CUSTOMER_FILE'),
  outer_audience_id: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,128}$/)
    .optional(),
  description: bytesOf(0, 250).default(''),
})

const hex = (length: number) => new RegExp(`^[0-9a-f]{${length}}$`, 'i')

/** What a line of a file must look like, by the type of its ids. */
const LINES = {
  HASH_MOBILE_PHONE: hex(32),
  SHA256_MOBILE_PHONE: hex(64),
  HASH_IMEI: hex(32),
  HASH_IDFA: hex(32),
  HASH_OAID: hex(32),
  MD5_SHA256_IMEI: hex(64),
  MD5_SHA256_IDFA: hex(64),
  MD5_SHA256_OAID: hex(64),
  WX_UNIONID: /^[\w-]{1,128}$/,
} as const
type UserIdType = keyof typeof LINES

/** `custom_audience_files/add`. */
const Upload = z.strictObject({
  account_id: Digits,
  audience_id: Digits,
  user_id_type: z.enum(Object.keys(LINES) as [UserIdType, ...UserIdType[]]),
  operation_type: optional(z.enum(['APPEND', 'REDUCE'])),
  file: z.instanceof(File).refine(({ size }) => size <= MOST_ZIP_BYTES),
})

const invalid = ({ issues: [issue] }: z.ZodError) => refusal(34109, issue?.path.join('.') ?? '')

/** Ids are int64: they are answered as numbers that have all their digits. */
const made = (name: string, id: string): string => `{"code":0,"message":"","message_cn":"","data":{"${name}":${id}}}`

const formOf = async (c: Context<SimulatorEnv>): Promise<unknown> => {
  const headers = { 'content-type': c.req.header('content-type') ?? '' }
  const form = await new Response(await c.req.arrayBuffer(), { headers }).formData().catch(() => undefined)
  return form && Object.fromEntries(form)
}

/** Lines of the archive's one file, which must be txt or csv; undefined when it is no such archive. */
const linesOf = async (file: File): Promise<string[] | undefined> => {
  const found = unzip(Buffer.from(await file.arrayBuffer()))
  if (!found || !/\.(txt|csv)$/i.test(found.name)) return undefined
  return found.content
    .toString()
    .split(/\r?\n/)
    .filter((line) => line !== '')
}

/** Custom audiences made of files of ids. */
export const audienceRoutes = (
  app: SimulatorApp,
  { now }: World,
  tokens: OauthTokens,
  audiences: AudienceList,
): void => {
  const problemWith = callers(now, tokens)
  const isAllowed = perMinute(now, FILES_A_MINUTE)

  const callProblem = (c: Context<SimulatorEnv>) => {
    const asked = (name: string) => c.req.query(name) ?? ''
    const fault = c.get('fault')
    const caller = { accessToken: asked('access_token'), timestamp: asked('timestamp'), nonce: asked('nonce') }
    const code = problemWith(caller, fault)
    if (code !== undefined) return refusal(code)
    if (fault === 'ok_with_failure') return refusal(10000)
    return fault === 'whole_batch' ? refusal(34109) : undefined
  }

  const answer = (c: Context<SimulatorEnv>, body: object | string): Response =>
    typeof body === 'string' ? c.body(body, 200, { 'content-type': 'application/json' }) : c.json(body)

  const ask = (sent: unknown): object | string => {
    const asked = Audience.safeParse(sent)
    if (!asked.success) return invalid(asked.error)
    const { account_id, name, outer_audience_id: code, description } = asked.data
    if (account_id !== TENCENT_ADS.accountId) return refusal(20004)
    const audience = audiences.ask({ name, description, ...(code !== undefined && { code }) })
    return audience ? made('audience_id', audience.audienceId) : refusal(34109, 'name')
  }

  const add = async (sent: unknown): Promise<object | string> => {
    const upload = Upload.safeParse(sent)
    if (!upload.success) return invalid(upload.error)
    const {
      account_id,
      audience_id,
      user_id_type: userIdType,
      operation_type: operation = 'APPEND',
      file,
    } = upload.data
    if (account_id !== TENCENT_ADS.accountId) return refusal(20004)
    const audience = audiences.find(audience_id)
    if (!audience) return refusal(34109, 'audience_id')
    const lines = await linesOf(file)
    if (!lines) return refusal(34109, 'file')
    const valid = lines.filter((line) => LINES[userIdType].test(line))
    for (const id of valid) {
      if (operation === 'APPEND') audience.members.add(id.toLowerCase())
      else audience.members.delete(id.toLowerCase())
    }
    const fileId = audiences.nextId()
    audience.files.push({ fileId, userIdType, operation, lineCount: lines.length, validLineCount: valid.length })
    return made('custom_audience_file_id', fileId)
  }

  app.post('/tencent_ads/v3.0/custom_audiences/add', async (c) => {
    const body = parseJson(await c.req.text())
    return answer(c, callProblem(c) ?? (body === undefined ? refusal(12003) : ask(body)))
  })
  app.post('/tencent_ads/v3.0/custom_audience_files/add', async (c) => {
    const problem = callProblem(c) ?? (isAllowed() ? undefined : refusal(11017))
    return answer(c, problem ?? (await add(await formOf(c))))
  })
  app.get('/_sim/tencent_ads/audiences', (c) => c.json({ audiences: audiences.newest() }))
}
