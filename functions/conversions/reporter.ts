import type { ConversionEvent, DestinationSettings } from '../../shared/domain/conversion.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import type { Adapter, Batch, LaterVerdict } from '../../shared/platforms/conversions/adapter.ts'
import { type ConversionPlatform, wayById, wayFor } from '../../shared/platforms/conversions/adapters.ts'
import { retry, TOKEN_EXPIRED } from '../../shared/platforms/conversions/verdicts.ts'
import { fixedAccount, type OpenAccount } from '../../shared/providers/openAccount.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { count } from '../../shared/runtime/log.ts'
import type { ConversionsDeps } from './deps.ts'
import { openAccount } from './openAccount.ts'
import { type Told, tell } from './tell.ts'

/** One way of telling a destination: so many events at once, a verdict for each. */
export type Way = { id: string; batch: number; tell(events: Batch): Promise<Told[]> }

/** How a destination is told of an event, or why it cannot be; and how it is asked what became of a request that went some way. */
export type Reporter = {
  wayOf(event: ConversionEvent): Way | { unfit: string[] }
  ask(wayId: string, reference: string): Promise<LaterVerdict>
}

/** Ends in this when the destination no longer takes the token, so that a call with a new one follows. */
const tokenRefused = (provider: string) => new ProviderFailure({ provider, kind: 'refused', code: 'token_expired' })

const PENDING: LaterVerdict = { status: 'pending' }

/** Nothing was sent without a token; a new one that is not taken either, or is refused us, is for people to look after. */
const withoutToken = (error: unknown): Told => {
  if (!(error instanceof ProviderFailure)) throw error
  if (error.code === 'token_expired') return TOKEN_EXPIRED
  if (!error.retryable) count('ConversionTokenExpired')
  return retry(`token_${error.code ?? error.kind}`)
}

const wayBy = <Account>(
  deps: ConversionsDeps,
  way: Adapter<Account>,
  open: OpenAccount<Account>,
  settings: DestinationSettings,
): Way => ({
  id: way.id,
  batch: way.batch,
  tell: (events) =>
    (way.needsNoToken ? fixedAccount(open.account) : open)
      .use(async (account) => {
        const told = await tell(deps, way, { events, account, settings })
        if (told.some(({ status }) => status === 'token_expired')) throw tokenRefused(way.id)
        return told
      })
      .catch((error: unknown) => events.map(() => withoutToken(error))),
})

/** What became of a request. As long as nobody says so, it is open. */
const askBy = async <Account>(
  { call }: ConversionsDeps,
  way: Adapter<Account> | undefined,
  { use }: OpenAccount<Account>,
  reference: string,
): Promise<LaterVerdict> => {
  const later = way?.later
  if (!later) return PENDING
  const asked = use(async (account) => {
    const answer = await call(later.buildRequest(reference, account))
    const verdict = 'failed' in answer ? PENDING : later.readAnswer(answer)
    if (verdict.status === 'token_expired') throw tokenRefused(way.id)
    return verdict
  })
  return asked.catch((error: unknown) => (withoutToken(error).status === 'token_expired' ? TOKEN_EXPIRED : PENDING))
}

/** Opens what a destination is told with. Fails with a ProviderFailure when it has no connection. */
export const openReporter = async <Platform extends ConversionPlatform>(
  deps: ConversionsDeps,
  platform: Platform,
  { connection, settings }: Destination,
): Promise<Reporter> => {
  const account = await openAccount(deps, platform, connection)
  return {
    wayOf(event) {
      const found = wayFor(platform, event, account.account)
      return 'unfit' in found ? found : wayBy(deps, found.way, account, settings)
    },
    ask: (wayId, reference) => askBy(deps, wayById(platform, wayId), account, reference),
  }
}
