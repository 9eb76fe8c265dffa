import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { LeadPlatform } from '../domain/leadPlatform.ts'
import { type EndpointSpec, endpoint } from './endpoint.ts'

const LeadFormParams = z.object({
  platform: LeadPlatform,
  campaignId: CampaignId,
  key: z.string().max(64).meta({ description: "The campaign's secret for the platform, as the setup gives it" }),
})

const LEAD_FORM = {
  path: '/v1/in/{platform}/leads/{campaignId}/{key}',
  tag: 'inbound',
  caller: { kind: 'public' },
  params: LeadFormParams,
  success: {},
  problems: ['route_not_found', 'account_not_found', 'signature_invalid'],
} as const satisfies Partial<EndpointSpec>

export const checkLeadForm = endpoint({
  ...LEAD_FORM,
  operationId: 'checkLeadForm',
  method: 'get',
  summary: 'Meta checks the address',
  otherSuccess: { 200: { description: 'The address is checked: the challenge comes back', mediaType: 'text/plain' } },
})

export const pushLeads = endpoint({
  ...LEAD_FORM,
  operationId: 'pushLeads',
  method: 'post',
  summary: 'A platform pushes leads that were left on a form of its own',
  description:
    'Each lead is taken once by its id, as if it had been left on a page, and none is lost: one that cannot be accepted is kept as rejected, with its reason. Leads that Google marks as tests are in mode `test`. An address with `?partner=pt_…` after it says whose ads lead to the form. What Meta tells of is fetched before it is answered.',
  rawBody: {
    description: 'As the platform documents it',
    mediaTypes: ['application/json', 'application/x-www-form-urlencoded'],
  },
  otherSuccess: { 200: { description: 'The body that the platform waits for', mediaType: 'application/json' } },
  problems: [...LEAD_FORM.problems, 'malformed_body', 'body_too_large', 'provider_unavailable'],
})
