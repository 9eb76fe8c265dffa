import { GRAPH_HOST, GRAPH_VERSION } from '../platforms/graph.ts'
import type { PushedLead } from '../platforms/leads/leadReader.ts'
import { withMetaContact } from '../platforms/leads/metaFetched.ts'
import { atBase } from '../platforms/ownAddress.ts'
import { ProviderFailure } from './providerFailure.ts'
import { getText } from './request.ts'

/** A token of the page, or of a system user, that may read its leads. */
type MetaPage = { accessToken: string; baseUrl?: string | undefined }

const PROVIDER = 'meta'

/** A lead that Meta told of, with what the person wrote, fetched by its id. Whatever goes wrong is a ProviderFailure. */
export const fetchMetaLead = async (
  { accessToken, baseUrl }: MetaPage,
  lead: PushedLead,
  timeoutMs: number,
): Promise<PushedLead> => {
  const id = encodeURIComponent(lead.platformLeadId ?? '')
  const url = new URL(atBase(`${GRAPH_HOST}/${GRAPH_VERSION}/${id}`, baseUrl))
  url.searchParams.set('fields', 'field_data')
  url.searchParams.set('access_token', accessToken)
  const whole = withMetaContact(lead, await getText({ provider: PROVIDER, url: url.href, timeoutMs }))
  if (!whole) throw new ProviderFailure({ provider: PROVIDER, kind: 'malformed', code: 'unexpected_shape' })
  return whole
}
