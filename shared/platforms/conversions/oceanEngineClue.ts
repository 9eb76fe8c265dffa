import * as z from 'zod'
import { oceanEnginePasses } from '../oceanEngineToken.ts'
import { atBase } from '../ownAddress.ts'
import { type Adapter, JSON_HEADERS } from './adapter.ts'
import type { OceanEngineAccount } from './oceanEngine.ts'
import {
  ACCEPTED,
  answerIn,
  codeReason,
  forAll,
  rejected,
  retry,
  statusVerdicts,
  TOKEN_EXPIRED,
  UNREADABLE,
} from './verdicts.ts'

const ENDPOINT = 'https://ad.oceanengine.com/open_api/2/tools/clue/callback/'

/** What a clue became: 194 confirmed, 195 in contact, 196 of high intention. */
const STATE = /^19[456]$/
const ID = /^\d{1,19}$/

const Answer = z.object({ code: z.int() })

/** An access token that ended, is empty or invalid. As clients read the codes: no document says so. */
const TOKEN_REFUSED = new Set([40102, 40104, 40105])

const verdictOf = (code: number) => {
  if (code === 0) return ACCEPTED
  if (TOKEN_REFUSED.has(code)) return TOKEN_EXPIRED
  return oceanEnginePasses(code) ? retry(codeReason(code)) : rejected(codeReason(code))
}

/**
 * Tells Ocean Engine what became of a lead that its own form brought: no click is known of one, but Feiyu's id of it. What
 * `source` means, and whether a repeat is told, is not verified.
 */
export const oceanEngineByClue: Adapter<OceanEngineAccount> = {
  id: 'ocean_engine.clue',
  batch: 1,
  windowDays: 21,
  windowFrom: 'click',

  unfit({ platformLeadId, retracts, action }, { accessToken, advertiserId = '' }) {
    if (platformLeadId === undefined) return 'clue_missing'
    if (retracts) return 'retraction_unsupported'
    if (accessToken === undefined || !ID.test(advertiserId)) return 'access_token_missing'
    return STATE.test(action) ? undefined : 'action_invalid'
  },

  buildRequest([{ platformLeadId, action }], { accessToken = '', advertiserId, baseUrl }, { clueSource = 0 }) {
    const told = JSON.stringify({ clue_id: platformLeadId, clue_convert_state: Number(action), source: clueSource })
    return {
      url: atBase(ENDPOINT, baseUrl),
      method: 'POST',
      headers: { ...JSON_HEADERS, 'access-token': accessToken },
      // An int64, which a number does not hold: its digits are written as they are.
      body: `{"advertiser_ids":[${advertiserId}],${told.slice(1)}`,
    }
  },

  readAnswer(answer, events) {
    const verdicts = statusVerdicts(answer.status, events)
    if (verdicts) return verdicts
    const code = answerIn(answer.body, Answer)?.code
    if (code === undefined) return forAll(events, UNREADABLE)
    return forAll(events, verdictOf(code))
  },
}
