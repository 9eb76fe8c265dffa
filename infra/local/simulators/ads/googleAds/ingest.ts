import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import type { SimulatorApp, SimulatorEnv, World } from '../../world.ts'
import { GOOGLE_ADS } from '../accounts.ts'
import type { ConversionLedger } from '../ledger.ts'
import { perMinute } from '../perMinute.ts'
import { googleError } from './answers.ts'
import { type Destination, IngestEvents } from './event.ts'
import type { OauthTokens } from './oauth.ts'
import { processing } from './processing.ts'

const CALLS_A_MINUTE = 300

/** Only the account that owns conversion tracking is ours, and only one conversion action. */
const isOurs = ({ operatingAccount, productDestinationId }: Destination): boolean =>
  operatingAccount.accountId === GOOGLE_ADS.customerId && productDestinationId === GOOGLE_ADS.conversionActionId

/** The Data Manager API: a call is refused as a whole, and what it brought is looked at after it was answered. */
export const ingestRoutes = (
  app: SimulatorApp,
  world: World,
  { conversions, tokens }: { conversions: ConversionLedger; tokens: OauthTokens },
): void => {
  const { begin, statusOf } = processing(world, conversions)
  const isAllowed = perMinute(world.now, CALLS_A_MINUTE)

  const ingest = async (c: Context<SimulatorEnv>): Promise<Response> => {
    const refused = tokens.refusal(c)
    if (refused) return refused
    if (!isAllowed()) return googleError(c, 'RESOURCE_EXHAUSTED')
    const fault = c.get('fault')
    const body = IngestEvents.safeParse(parseJson(await c.req.text()))
    if (!body.success) return googleError(c, 'INVALID_ARGUMENT', body.error.issues[0]?.path.join('.') || 'body')
    if (fault === 'whole_batch') return googleError(c, 'INVALID_ARGUMENT', 'events')
    const { destinations, events, validateOnly } = body.data
    if (!destinations.every(isOurs)) return googleError(c, 'PERMISSION_DENIED')
    if (validateOnly) return c.json({ requestId: randomUUID() })
    const [destination] = destinations as [Destination]
    return c.json({ requestId: begin(events, destination, fault === 'ok_with_failure') })
  }

  app.post('/google_ads/v1/events:ingest', ingest)
  app.get('/google_ads/v1/requestStatus:retrieve', (c) => {
    const status = statusOf(c.req.query('requestId') ?? '')
    return tokens.refusal(c) ?? (status ? c.json(status) : googleError(c, 'NOT_FOUND', 'requestId'))
  })
}
