import * as z from 'zod'
import { providerTokenKey } from './keys.ts'
import type { Table } from './table.ts'

/** Whose token it is: a connection's. */
export type TokenPlace = { kind: string; connectionId: string }

const StoredToken = z.object({
  tokenId: z.string(),
  account: z.string(),
  expiresAt: z.iso.datetime(),
  renewAt: z.iso.datetime(),
  keptUntil: z.iso.datetime().optional(),
  wrappedKey: z.string(),
  sealed: z.string(),
})
/** A provider's access token, sealed; `account` is what it was given to, `tokenId` tells it from others without telling it. `keptUntil` is when what gets the next one ends too. */
export type StoredToken = z.infer<typeof StoredToken>

/** The right to renew a token, for one caller until a time in milliseconds; `seen` is the id of the token it would replace. */
export type TokenLease = { holder: string; now: number; until: number; seen?: string }

const held = (holder: string) => ({ expression: 'leaseHolder = :holder', values: { ':holder': holder } })

/** Access tokens of providers, one per connection, renewed by one caller at a time. */
export const providerTokenStore = (table: Table) => {
  const keyOf = ({ kind, connectionId }: TokenPlace) => providerTokenKey(kind, connectionId)
  return {
    async find(place: TokenPlace): Promise<StoredToken | undefined> {
      const item = await table.get(keyOf(place), { consistent: true })
      return item?.tokenId === undefined ? undefined : StoredToken.parse(item)
    },

    /** Takes the lease; false when another caller has it, or has renewed the token meanwhile. */
    async lease(place: TokenPlace, { holder, now, until, seen }: TokenLease): Promise<boolean> {
      const unchanged = seen === undefined ? 'attribute_not_exists(tokenId)' : 'tokenId = :seen'
      const obstacle = await table.write({
        update: keyOf(place),
        change: {
          expression: 'SET leaseHolder = :holder, leaseUntil = :until',
          values: { ':holder': holder, ':until': until },
        },
        condition: {
          expression: `(attribute_not_exists(leaseUntil) OR leaseUntil < :now) AND ${unchanged}`,
          values: { ':now': now, ':seen': seen },
        },
      })
      return obstacle === undefined
    },

    /** Sets the token and ends the lease; false when the lease was lost. */
    async renew(place: TokenPlace, holder: string, token: StoredToken): Promise<boolean> {
      const ttl = Math.ceil(Date.parse(token.keptUntil ?? token.expiresAt) / 1000)
      const put = { ...keyOf(place), ...token, ttl }
      return (await table.write({ put, condition: held(holder) })) === undefined
    },

    /** Ends the lease without a new token. */
    async release(place: TokenPlace, holder: string): Promise<void> {
      const change = { expression: 'REMOVE leaseHolder, leaseUntil' }
      await table.write({ update: keyOf(place), change, condition: held(holder) })
    },
  }
}

export type ProviderTokenStore = ReturnType<typeof providerTokenStore>
