import * as z from 'zod'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import { type Bounded, bounded } from '../../bounded.ts'
import type { SimulatorApp } from '../../world.ts'
import { OCEAN_ENGINE } from '../accounts.ts'
import { type ConversionLedger, FOR_GOOD } from '../ledger.ts'

const KEPT = 1000

const Digits = z.union([z.int(), z.string().regex(/^\d{1,19}$/)]).transform(String)

/** What became of a clue (reference §5.3). */
const Callback = z.strictObject({
  advertiser_ids: z.array(Digits).min(1),
  clue_id: Digits,
  clue_convert_state: z.union([z.literal(194), z.literal(195), z.literal(196)]),
  source: z.int(),
})

const DONE = { code: 0, message: 'OK', request_id: '1', data: {} }

/** Which codes it refuses with is not documented; that it is not 0 is. */
const refusal = (message: string) => ({ ...DONE, code: 40_000, message })

/** Leads of the forms, by Feiyu's ids. */
export const clueList = (): Bounded<string> => bounded<string>(KEPT)

/** Its marketing API, as far as it is told there what became of clues: a state that a clue has already changes nothing. */
export const clueRoute = (app: SimulatorApp, clues: Bounded<string>, conversions: ConversionLedger): void => {
  app.post('/ocean_engine/open_api/2/tools/clue/callback/', async (c) => {
    const fault = c.get('fault')
    const isKnown = c.req.header('access-token') === OCEAN_ENGINE.accessToken && fault !== 'refuse_signature'
    if (!isKnown) return c.json(refusal('the access token is invalid'))
    if (fault === 'ok_with_failure') return c.json(refusal('the system is busy'))
    const told = Callback.safeParse(parseJson(await c.req.text()))
    if (!told.success) return c.json(refusal(`${told.error.issues[0]?.path.join('.') || 'the body'} is invalid`))
    const { advertiser_ids, clue_id, clue_convert_state } = told.data
    if (!advertiser_ids.includes(OCEAN_ENGINE.advertiserId)) return c.json(refusal('advertiser_ids is invalid'))
    if (!clues.newest().includes(clue_id)) return c.json(refusal('clue_id is invalid'))
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
