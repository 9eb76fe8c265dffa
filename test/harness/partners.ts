import { expect } from 'vitest'
import type { PartnerRequest, PartnerView } from '../../shared/contract/partners.ts'
import type { PartnerTerms } from '../../shared/domain/partner.ts'
import { type Reply, send } from './client.ts'
import type { TestHost } from './testHost.ts'

/** Terms that have held for some campaigns for a long time, and hold for ever. */
export const partnerTerms = (campaignIds: string[], more: Partial<PartnerTerms> = {}): PartnerTerms => ({
  id: 'terms',
  from: '2026-01-01',
  campaignIds,
  pricePerLeadFen: 8000,
  ...more,
})

/** What is said of a partner that is active, without terms; synthetic. */
export const partnerRequest = (changes: Partial<PartnerRequest> = {}): PartnerRequest => ({
  name: '甲广告',
  status: 'active',
  terms: [],
  limits: {},
  ...changes,
})

/** Sets a partner of a host, whatever version it is at. */
export const setPartner = async (
  { url, operatorKey }: Pick<TestHost, 'url' | 'operatorKey'>,
  partnerId: string,
  changes: Partial<PartnerRequest>,
): Promise<PartnerView> => {
  const [path, key] = [`/v1/partners/${partnerId}`, operatorKey()]
  const version = (await send(url, 'GET', path, { key })).headers.get('etag')
  const headers: Record<string, string> = version === null ? {} : { 'if-match': version }
  const reply: Reply = await send(url, 'PUT', path, { key, headers, body: partnerRequest(changes) })
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: version === null ? 201 : 200 })
  return reply.json() as PartnerView
}
