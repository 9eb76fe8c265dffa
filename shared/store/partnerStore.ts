import * as z from 'zod'
import { Partner } from '../domain/partner.ts'
import { partnerDirectory, partnerDirectoryKey, partnerKey } from './keys.ts'
import { isOwn, markedPut } from './ownWrite.ts'
import { NOT_EXISTS, type Table } from './table.ts'

/** What a partner signs its reports with: while one secret takes the place of another, both; sealed. */
export const SealedSecrets = z.object({ wrappedKey: z.string(), sealed: z.string() })
export type SealedSecrets = z.infer<typeof SealedSecrets>

const KeptPartner = Partner.extend(SealedSecrets.partial().shape)
/** A partner with its secrets, once it has some. */
export type KeptPartner = z.infer<typeof KeptPartner>

/** Partners, their secrets sealed beside them, and the directory that lists them by id. */
export const partnerStore = (table: Table) => ({
  async find(partnerId: string): Promise<KeptPartner | undefined> {
    const item = await table.get(partnerKey(partnerId))
    return item && KeptPartner.parse(item)
  },

  /** False when the id is taken. */
  async create(partner: KeptPartner): Promise<boolean> {
    const { partnerId } = partner
    const obstacles = await table.writeAll([
      { put: { ...partnerKey(partnerId), ...partner }, condition: NOT_EXISTS },
      { put: partnerDirectoryKey(partnerId) },
    ])
    return obstacles === undefined
  },

  /** False when the partner is no longer at the version before this one. */
  async replace(partner: KeptPartner): Promise<boolean> {
    const put = markedPut({ ...partnerKey(partner.partnerId), ...partner })
    const obstacle = await table.write({
      put,
      condition: {
        expression: '#version = :before',
        names: { '#version': 'version' },
        values: { ':before': partner.version - 1 },
      },
    })
    return obstacle === undefined || isOwn(obstacle.item, put)
  },

  /** Partners in the order of their ids, from after a given one. */
  async list(limit: number, after?: string): Promise<KeptPartner[]> {
    const { value: entries = [] } = await table.query(partnerDirectory, { after, limit }).next()
    const ids = (entries as { sk: string }[]).map(({ sk }) => sk)
    if (ids.length === 0) return []
    const partners = (await table.getAll(ids.map(partnerKey))).map((item) => KeptPartner.parse(item))
    return partners.sort((a, b) => (a.partnerId < b.partnerId ? -1 : 1))
  },
})

export type PartnerStore = ReturnType<typeof partnerStore>
