import * as z from 'zod'
import type { KeyRing } from '../security/keyRing.ts'
import { open, seal } from '../security/sealing.ts'
import { type PartnerStore, SealedSecrets } from '../store/partnerStore.ts'

const Secrets = z.object({ secrets: z.array(z.string()) })

const subjectOf = (partnerId: string): string => `partner/${partnerId}`

/** A partner's secrets as they are kept; two while one takes the place of the other. */
export const sealSecrets = (ring: KeyRing, partnerId: string, secrets: readonly string[]): SealedSecrets =>
  seal(ring, subjectOf(partnerId), { secrets })

/** Finds the secrets that a partner signs with: none for one that nobody knows, or that has none. A paused partner still reports on what it brought. */
export const secretsFinder =
  (partners: Pick<PartnerStore, 'find'>, ring: () => Promise<KeyRing>) =>
  async (partnerId: string): Promise<string[]> => {
    const kept = SealedSecrets.safeParse(await partners.find(partnerId)).data
    return kept ? Secrets.parse(await open(await ring(), subjectOf(partnerId), kept)).secrets : []
  }
