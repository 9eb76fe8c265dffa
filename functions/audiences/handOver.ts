import type { Uploaded } from '../../shared/store/audienceExportStore.ts'
import type { AudiencesDeps } from './deps.ts'
import type { Order } from './order.ts'
import { remember } from './remember.ts'
import type { Pack } from './take.ts'
import { upload } from './upload.ts'

/** A pack that left: as a file with its ids, or uploaded, unless there was nothing to upload. */
export type HandedOver = { ids: string[] } | { uploaded: Uploaded | undefined }

/** Lets a pack leave, once every lead in it has its journal entry. */
export const handOver = async (deps: AudiencesDeps, order: Order, pack: Pack, keyId: string): Promise<HandedOver> => {
  const { destination, delivery } = order
  if (pack.kept?.uploaded) return { uploaded: pack.kept.uploaded }
  await remember(deps, order, pack, keyId)
  const ids = pack.members.map(({ id }) => id)
  if (delivery === 'file') return { ids }
  if (!destination || ids.length === 0) return { uploaded: undefined }
  const uploaded = await upload(deps, order, destination.connection, ids)
  return { uploaded: pack.index === undefined ? uploaded : await deps.exports.settle(pack.index, uploaded) }
}
