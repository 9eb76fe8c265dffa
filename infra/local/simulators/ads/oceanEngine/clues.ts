import * as z from 'zod'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import { type Bounded, bounded } from '../../bounded.ts'
import type { FaultKind } from '../../faults.ts'
import type { SimulatorApp } from '../../world.ts'
import { OCEAN_ENGINE } from '../accounts.ts'
import { type ConversionLedger, FOR_GOOD } from '../ledger.ts'
import { DONE, refusal } from './answers.ts'
import type { OauthTokens } from './oauth.ts'

const KEPT = 1000

const Digits = z.union([z.int(), z.string().regex(/^\d{1,19}$/)]).transform(String)

/** What became of a clue (reference §5.3). */
const Callback = z.strictObject({
  advertiser_ids: z.array(Digits).min(1),
  clue_id: Digits,
  clue_convert_state: z.union([z.literal(194), z.literal(195), z.literal(196)]),
  source: z.int(),
})

const tokenProblem = (tokens: OauthTokens, token: string | undefined, fault: FaultKind | undefined) => {
  if (fault === 'expired_token') return 40102
  return fault === 'refuse_signature' ? 40105 : tokens.problemWith(token)
}

/** Leads of the forms, by Feiyu's ids. */
export const clueList = (): Bounded<string> => bounded<string>(KEPT)

/** Its marketing API, as far as it is told there what became of clues: a state that a clue has already changes nothing. */
export const clueRoute = (
  app: SimulatorApp,
  tokens: OauthTokens,
  clues: Bounded<string>,
  conversions: ConversionLedger,
): void => {
  app.post('/ocean_engine/open_api/2/tools/clue/callback/', async (c) => {
    const fault = c.get('fault')
    const problem = tokenProblem(tokens, c.req.header('access-token'), fault)
    if (problem !== undefined) return c.json(refusal(problem))
    if (fault === 'ok_with_failure') return c.json(refusal(50000))
    const told = Callback.safeParse(parseJson(await c.req.text()))
    if (!told.success) return c.json(refusal(40000, told.error.issues[0]?.path.join('.') || 'the body'))
    const { advertiser_ids, clue_id, clue_convert_state } = told.data
    if (!advertiser_ids.includes(OCEAN_ENGINE.advertiserId)) return c.json(refusal(40000, 'advertiser_ids'))
    if (!clues.newest().includes(clue_id)) return c.json(refusal(40000, 'clue_id'))
    const action = String(clue_convert_state)
    conversions.offer({
      key: `${clue_id}/${action}`,
      action,
      attributedTo: 'lead',
      knownFor: FOR_GOOD,
      fields: told.data,
    })
    return c.json(DONE)
  })
}
