import { journalNote } from '../../shared/cases/journalNote.ts'
import { recipientOf } from '../../shared/domain/destination.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadKey } from '../../shared/store/keys.ts'
import type { AudiencesDeps } from './deps.ts'
import type { Order } from './order.ts'
import type { Pack } from './take.ts'

/** How many entries are written at once. */
const AT_ONCE = 25

/** Writes into the journal of every lead of a pack who takes it where, before it leaves: never what the lead is known by there. */
export const remember = async (
  { journal }: Pick<AudiencesDeps, 'journal'>,
  { kind, platform, recipient, destination, delivery }: Order,
  { exportId, at, members }: Pack,
  keyId: string,
): Promise<void> => {
  const details = {
    exportId,
    kind,
    platform,
    delivery,
    recipient: recipientOf(recipient),
    ...(destination && { destinationId: destination.id }),
    keyId,
  }
  const write = (lead: Lead) => {
    const eventId = eventIdOf('audience.exported', lead.leadId, exportId)
    const entry = journalNote(lead, { eventId, type: 'audience.exported', at, details })
    return journal.append(leadKey(lead.leadId).pk, entry)
  }
  for (let from = 0; from < members.length; from += AT_ONCE)
    await Promise.all(members.slice(from, from + AT_ONCE).map(({ lead }) => write(lead)))
}
