import * as z from 'zod'
import type { AudienceKind } from '../../domain/audience.ts'
import type { ConversionVerdict } from '../../domain/conversion.ts'
import { type Attempt, JSON_HEADERS, type PlatformAnswer, type PlatformRequest } from '../conversions/adapter.ts'
import type { TencentAdsAccount } from '../conversions/tencentAds.ts'
import { tencentVerdicts } from '../conversions/tencentAdsActions.ts'
import { answerIn, retry } from '../conversions/verdicts.ts'
import { sha256Hex } from '../digest.ts'
import { multipart } from '../multipart.ts'
import { atBase } from '../ownAddress.ts'
import { zipOf } from '../zip.ts'
import { idFile } from './phoneIds.ts'

const HOST = 'https://api.e.qq.com'

const ACCOUNT_ID = /^\d{1,19}$/

/** Whether an account is named as the platform names accounts. */
export const isTencentAccount = ({ accountId }: TencentAdsAccount): boolean => ACCOUNT_ID.test(accountId)

/** The audience of an account that holds one kind of leads of a campaign. */
export type TencentAudience = { campaignId: string; kind: AudienceKind }

type Request = Omit<PlatformRequest, 'body'> & { body: string | Uint8Array }

/** Every call says in its query who calls, when, and what was never said before. */
const addressOf = (path: string, { accessToken, baseUrl }: TencentAdsAccount, { now, nonce }: Attempt): string => {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  return atBase(`${HOST}/v3.0/${path}?${new URLSearchParams({ access_token: accessToken, timestamp, nonce })}`, baseUrl)
}

/** 1 to 32 bytes, and no two of an account may be the same: a campaign's id may be longer than that. */
const nameOf = ({ campaignId, kind }: TencentAudience): string =>
  `${campaignId.slice(0, 16)}-${sha256Hex(campaignId).slice(0, 6)}-${kind}`

/** Our code for an audience. The platform gives the audience of a code that it knows again instead of making a second one. */
const codeOf = ({ campaignId, kind }: TencentAudience): string => `tuoke_${kind}_${campaignId.replaceAll('-', '_')}`

/** Asks for an audience (`custom_audiences/add`), which is made the first time only. */
export const askForAudience = (audience: TencentAudience, account: TencentAdsAccount, attempt: Attempt): Request => {
  const { campaignId, kind } = audience
  const about = {
    name: nameOf(audience),
    type: 'CUSTOMER_FILE',
    outer_audience_id: codeOf(audience),
    description: `${kind}, campaign ${campaignId}`,
  }
  return {
    url: addressOf('custom_audiences/add', account, attempt),
    method: 'POST',
    headers: { ...JSON_HEADERS },
    // An int64, which a number does not hold: its digits are written as they are.
    body: `{"account_id":${account.accountId},${JSON.stringify(about).slice(1)}`,
  }
}

/** Adds ids to an audience (`custom_audience_files/add`); those that it has already stay as they are. */
export const addToAudience = (
  audienceId: string,
  ids: readonly string[],
  account: TencentAdsAccount,
  attempt: Attempt,
): Request => {
  const fields = {
    account_id: account.accountId,
    audience_id: audienceId,
    user_id_type: 'SHA256_MOBILE_PHONE',
    operation_type: 'APPEND',
  }
  const bytes = zipOf('audience.txt', idFile('tencent_ads', ids))
  const file = { field: 'file', name: 'audience.zip', type: 'application/zip', bytes }
  const { contentType, body } = multipart(fields, file, `tuoke-${attempt.nonce}`)
  const url = addressOf('custom_audience_files/add', account, attempt)
  return { url, method: 'POST', headers: { 'content-type': contentType }, body }
}

const Id = z.union([z.int(), z.string().regex(ACCOUNT_ID)]).transform(String)
const Audience = z.object({ data: z.object({ audience_id: Id }) }).transform(({ data }) => data.audience_id)
const AudienceFile = z
  .object({ data: z.object({ custom_audience_file_id: Id }) })
  .transform(({ data }) => data.custom_audience_file_id)

/** What a call was answered: the id of what it made, or what came of it instead. */
export type MadeId = { id: string } | Exclude<ConversionVerdict, { status: 'accepted' }>

const UNREADABLE = retry('answer_unreadable')

const madeId = (answer: PlatformAnswer, schema: z.ZodType<string>): MadeId => {
  const [verdict = UNREADABLE] = tencentVerdicts(answer, [answer])
  if (verdict.status !== 'accepted') return verdict
  const id = answerIn(answer.body, schema)
  return id === undefined ? UNREADABLE : { id }
}

export const audienceIn = (answer: PlatformAnswer): MadeId => madeId(answer, Audience)

export const fileIn = (answer: PlatformAnswer): MadeId => madeId(answer, AudienceFile)
