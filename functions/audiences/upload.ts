import { randomBytes } from 'node:crypto'
import { Problem } from '../../shared/contract/problem.ts'
import { retryAfterSeconds } from '../../shared/domain/conversionSchedule.ts'
import type { OutRequest } from '../../shared/outbound/callOut.ts'
import {
  addToAudience,
  askForAudience,
  audienceIn,
  fileIn,
  isTencentAccount,
  type MadeId,
} from '../../shared/platforms/audiences/tencentAds.ts'
import type { Attempt, PlatformAnswer } from '../../shared/platforms/conversions/adapter.ts'
import type { TencentAdsAccount } from '../../shared/platforms/conversions/tencentAds.ts'
import type { OpenAccount } from '../../shared/providers/openAccount.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { openTencentAds } from '../../shared/providers/tencentAdsAccount.ts'
import { log } from '../../shared/runtime/log.ts'
import type { Uploaded } from '../../shared/store/audienceExportStore.ts'
import type { AudiencesDeps } from './deps.ts'
import type { Order } from './order.ts'

/** To wait before it is sent again: soon when it may pass by itself, later when somebody must do something. */
const RETRY_SECONDS = { passing: 10, refusal: 60 }

/** What whoever asked can do about a failure; the pack itself stays as it is, and is sent whole by the same request. */
const REMEDIES: Readonly<Record<string, string>> = {
  no_connection: 'Set the connection that the destination names, then send the same request again.',
  account_invalid:
    'Set the connection with the number of an ad account as its accountId, then send the same request again.',
  token_expired:
    'Tencent Ads no longer takes the access token of the connection: set a new one, then send the same request again.',
}

/** Its token was refused: a call with a new one follows where there is a grant. */
const tokenRefused = () => new ProviderFailure({ provider: 'tencent_ads', kind: 'refused', code: 'token_expired' })

const problemOf = (code: string, seconds: number, detail = REMEDIES[code]): Problem => {
  log.warn('a provider failed', { cause: 'tencent_ads', reason: 'audience', code })
  const passing = `Tencent Ads did not take it (${code}): send the same request again in ${seconds} seconds.`
  return new Problem('provider_unavailable', detail ?? passing, { headers: { 'retry-after': String(seconds) } })
}

const made = (outcome: MadeId, waits: number | undefined): string => {
  if ('id' in outcome) return outcome.id
  if (outcome.status === 'token_expired') throw tokenRefused()
  const isPassing = outcome.status === 'retry'
  const seconds = isPassing ? (outcome.afterSeconds ?? RETRY_SECONDS.passing) : RETRY_SECONDS.refusal
  const reason = outcome.status === 'sent' ? 'answer_unreadable' : outcome.reason
  throw problemOf(reason, Math.max(seconds, waits ?? 0))
}

/** Calls the platform once. Ends in a problem when it did not do what it was asked. */
const ask = async (
  { call, now }: AudiencesDeps,
  request: (attempt: Attempt) => OutRequest,
  read: (answer: PlatformAnswer) => MadeId,
): Promise<string> => {
  const answer = await call(request({ now: now(), nonce: randomBytes(16).toString('hex') }))
  if ('failed' in answer) throw problemOf(answer.failed, RETRY_SECONDS.passing)
  return made(read(answer), retryAfterSeconds(answer.retryAfter, now()))
}

/** A failure to open the account, or to get a token for it. */
const asProblem = (error: unknown): never => {
  if (!(error instanceof ProviderFailure)) throw error
  const { code = error.kind, retryable } = error
  if (retryable) throw problemOf(code, RETRY_SECONDS.passing)
  const noToken = `Tencent Ads gives no access token by the grant of the connection (${code}): set the connection with a new one, then send the same request again.`
  throw problemOf(code, RETRY_SECONDS.refusal, REMEDIES[code] ?? noToken)
}

const openAccount = async (deps: AudiencesDeps, connectionId: string): Promise<OpenAccount<TencentAdsAccount>> => {
  const opened = await openTencentAds(deps, connectionId)
  if (!isTencentAccount(opened.account)) throw problemOf('account_invalid', RETRY_SECONDS.refusal)
  return opened
}

/**
 * Appends ids to the audience of the campaign and kind. Sent again it changes nothing: the platform knows the audience by
 * our code for it, and ids that are there already.
 */
export const upload = async (
  deps: AudiencesDeps,
  { campaignId, kind }: Order,
  connectionId: string,
  ids: readonly string[],
): Promise<Uploaded> => {
  const { use } = await openAccount(deps, connectionId).catch(asProblem)
  const uploaded = use(async (account) => {
    const audienceId = await ask(deps, (attempt) => askForAudience({ campaignId, kind }, account, attempt), audienceIn)
    const fileId = await ask(deps, (attempt) => addToAudience(audienceId, ids, account, attempt), fileIn)
    return { count: ids.length, audienceId, fileId }
  })
  return uploaded.catch(asProblem)
}
