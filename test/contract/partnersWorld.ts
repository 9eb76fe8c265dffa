import type { Reply } from '../harness/client.ts'
import { partnerRequest } from '../harness/partners.ts'
import { type Ask, unique } from './asking.ts'
import type { World } from './world.ts'

/** A partner that every world knows. */
const KNOWN = '/v1/partners/pt_world'

const key = ({ host }: World): string => host.operatorKey()

const newPath = (): string => `/v1/partners/${unique('pt_new').replace('-', '_')}`

/** A good request for every operation on partners. */
export const GOOD_OF_PARTNERS: Record<string, (world: World) => Ask> = {
  putPartner: (world) => ({ method: 'PUT', path: newPath(), body: partnerRequest(), key: key(world) }),
  getPartner: (world) => ({ method: 'GET', path: KNOWN, key: key(world) }),
  listPartners: (world) => ({ method: 'GET', path: '/v1/partners?limit=2', key: key(world) }),
  getStatement: (world) => ({ method: 'GET', path: `${KNOWN}/statement?month=2026-11`, key: key(world) }),
}

type Provoke = () => Promise<Reply>

/** Provokes the problems of what is asked about partners. */
export const partnerProblems = (world: () => World): Record<string, Provoke> => {
  const asked = (operation: string, change: (ask: Ask) => Partial<Ask>): Promise<Reply> => {
    const ask = GOOD_OF_PARTNERS[operation]?.(world())
    if (!ask) throw new Error(`no good request is known for ${operation}`)
    return world().ask({ ...ask, ...change(ask) })
  }
  const byAnother =
    (operation: string): Provoke =>
    async () => {
      const theirs = await world().newKey(['partners:read', 'partners:write'], { partnerId: 'pt_another' })
      return asked(operation, () => ({ key: theirs }))
    }
  const nobody =
    (operation: string): Provoke =>
    () =>
      asked(operation, ({ path }) => ({ path: path.replace('pt_world', 'pt_nobody') }))

  return {
    'putPartner wrong_partner': byAnother('putPartner'),
    'getPartner wrong_partner': byAnother('getPartner'),
    'getStatement wrong_partner': byAnother('getStatement'),
    'getPartner partner_not_found': nobody('getPartner'),
    'getStatement partner_not_found': nobody('getStatement'),
    'putPartner version_required': () => asked('putPartner', () => ({ path: KNOWN })),
    'putPartner version_stale': () => asked('putPartner', () => ({ path: KNOWN, headers: { 'if-match': '"70"' } })),
  }
}
