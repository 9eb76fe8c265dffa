import type { World } from '../world.ts'

/** A conversion that a platform accepted, with all that it was told. */
export type Conversion = {
  /** What tells it from others. */
  key: string
  action: string
  firstAt: string
  lastAt: string
  /** How often it was sent and accepted. */
  offered: number
  /** How often it took effect: 2 is a conversion that counts twice. */
  counted: number
  attributedTo: 'click' | 'lead' | 'phone' | 'nothing'
  /** Why the platform said yes and counted nothing, the last time. */
  withoutEffect?: string
  fields: unknown
}

/** `knownFor`: for how many milliseconds the platform tells a repeat by its key. */
type Offer = Pick<Conversion, 'key' | 'action' | 'attributedTo' | 'withoutEffect' | 'fields'> & { knownFor: number }

/** For platforms that tell repeats for good, and for those that publish no key to tell them by. */
export const FOR_GOOD = Number.POSITIVE_INFINITY
export const NEVER = 0

type Entry = Conversion & { countedAt?: number }

/** The conversions that one platform accepted, the last of them. */
export const conversionLedger = ({ now, keeps }: Pick<World, 'now' | 'keeps'>) => {
  const kept = new Map<string, Entry>()

  const entryOf = ({ key, action, attributedTo, fields }: Offer): Entry => {
    const known = kept.get(key)
    if (known) return known
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size >= keeps) kept.delete(oldest)
    const at = now().toISOString()
    const entry = { key, action, attributedTo, fields, firstAt: at, lastAt: at, offered: 0, counted: 0 }
    kept.set(key, entry)
    return entry
  }

  return {
    /** Takes a conversion; true when it was known already and changes nothing. */
    offer: (offer: Offer): boolean => {
      const at = now()
      const entry = entryOf(offer)
      const isRepeat = entry.countedAt !== undefined && at.getTime() - entry.countedAt < offer.knownFor
      entry.offered += 1
      entry.lastAt = at.toISOString()
      if (offer.withoutEffect === undefined) delete entry.withoutEffect
      else entry.withoutEffect = offer.withoutEffect
      if (isRepeat || offer.withoutEffect !== undefined) return isRepeat
      entry.counted += 1
      entry.countedAt = at.getTime()
      return false
    },

    /** The newest first. */
    newest: (): Conversion[] => [...kept.values()].reverse().map(({ countedAt: _, ...conversion }) => conversion),
  }
}

export type ConversionLedger = ReturnType<typeof conversionLedger>
