import type { Context } from 'hono'
import type { getPartner, listPartners, PartnerRequest, putPartner } from '../../shared/contract/partners.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Partner } from '../../shared/domain/partner.ts'
import { cursorOf, placeOf } from '../../shared/runtime/cursor.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { PartnersDeps } from './deps.ts'
import { keepPartner, stalePartner, viewOf } from './keepPartner.ts'
import { partnerOfKey, requireOwnStaff, seenPartner } from './ownPartner.ts'
import { standingOf } from './standing.ts'

type Params = { partnerId: string }

const checkVersion = (current: Partner | undefined, ifMatch: string | undefined): void => {
  if (current && ifMatch === undefined)
    throw new Problem('version_required', `Send If-Match: "${current.version}" to replace the partner as you read it.`)
  if (ifMatch !== undefined && ifMatch !== `"${current?.version}"`) throw stalePartner(current?.version)
}

export const handlePutPartner =
  (deps: PartnersDeps) =>
  async (
    { params: { partnerId }, body, principal }: Input<Params, undefined, PartnerRequest>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof putPartner)['success']>> => {
    requireOwnStaff(principal)
    const before = await deps.partners.find(partnerId)
    checkVersion(before, c.req.header('if-match'))
    const { secrets, ...settings } = body
    const kept = await keepPartner(deps, { partnerId, settings, secrets, before })
    return { status: before ? 200 : 201, body: viewOf(kept), headers: { etag: `"${kept.version}"` } }
  }

export const handleGetPartner =
  (deps: PartnersDeps) =>
  async ({
    params,
    principal,
  }: Input<Params, undefined, undefined>): Promise<Answer<(typeof getPartner)['success']>> => {
    const partner = await seenPartner(deps, principal, params.partnerId)
    const body = { ...viewOf(partner), ...(await standingOf(deps, partner)) }
    return { status: 200, body, headers: { etag: `"${partner.version}"` } }
  }

export const handleListPartners =
  ({ partners }: PartnersDeps) =>
  async ({
    query: { limit, cursor },
    principal,
  }: Input<undefined, { limit: number; cursor?: string | undefined }, undefined>): Promise<
    Answer<(typeof listPartners)['success']>
  > => {
    const own = partnerOfKey(principal)
    if (own !== undefined) {
      const partner = await partners.find(own)
      return { status: 200, body: { items: partner ? [viewOf(partner)] : [] } }
    }
    const items = await partners.list(limit, placeOf(cursor))
    const last = items.length === limit ? items.at(-1) : undefined
    return { status: 200, body: { items: items.map(viewOf), ...(last && { cursor: cursorOf(last.partnerId) }) } }
  }
