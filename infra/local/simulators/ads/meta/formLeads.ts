import { randomInt } from 'node:crypto'
import { metaSignature } from '../../../../../shared/platforms/leads/meta.ts'
import { bounded } from '../../bounded.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { META } from '../accounts.ts'
import type { FormLead, LeadForm } from '../adPlatform.ts'
import { graphError, tokenRefusal } from './answers.ts'

const PAGE_ID = '1300000000000001'
const FORM_ID = '1400000000000001'
const AD_ID = '1500000000000001'

const KEPT = 1000
const KEPT_MS = 90 * 86_400_000

type Kept = FormLead & { id: string; at: Date }

/** Fields of a lead by the name of the question. */
const fieldsOf = ({ phone, name }: FormLead) => [
  { name: 'phone_number', values: [phone] },
  { name: 'full_name', values: [name] },
]

const viewOf = ({ id, at, ...lead }: Kept): Record<string, unknown> => ({
  id,
  created_time: at.toISOString().replace(/\.\d{3}Z$/, '+0000'),
  ad_id: AD_ID,
  form_id: FORM_ID,
  field_data: fieldsOf(lead),
  is_organic: false,
  platform: 'fb',
})

/** The webhook names a lead, no more. */
const bodyOf = ({ id, at }: Kept): string => {
  const time = Math.floor(at.getTime() / 1000)
  const value = { leadgen_id: id, page_id: PAGE_ID, form_id: FORM_ID, ad_id: AD_ID, created_time: time }
  return JSON.stringify({ object: 'page', entry: [{ id: PAGE_ID, time, changes: [{ field: 'leadgen', value }] }] })
}

/** Leads of instant forms: told by a webhook, and what people wrote fetched for 90 days. */
export const formLeads = ({ now }: World) => {
  const kept = bounded<Kept>(KEPT)
  const find = (id: string | undefined): Kept | undefined =>
    kept.newest().find((lead) => lead.id === id && now().getTime() - lead.at.getTime() <= KEPT_MS)

  const leadForm: LeadForm = {
    marksTests: false,
    isTaken: (status) => status === 200,
    push: (lead) => {
      const one = kept.add({ ...lead, id: `1${String(randomInt(10 ** 14)).padStart(14, '0')}`, at: now() })
      const body = bodyOf(one)
      const headers = {
        'content-type': 'application/json',
        'x-hub-signature-256': metaSignature(body, META.appSecret),
      }
      return () => ({ headers, body })
    },
  }

  const serve = (app: SimulatorApp): void => {
    app.get('/meta/:version{v\\d+\\.\\d}/:leadgenId{\\d+}', (c) => {
      const refused = tokenRefusal(c)
      if (refused) return refused
      const lead = find(c.req.param('leadgenId'))
      if (!lead) return graphError(c, 100, 'the lead does not exist or is no longer kept')
      const asked = (c.req.query('fields') ?? 'created_time,id,field_data').split(',')
      return c.json(
        Object.fromEntries(Object.entries(viewOf(lead)).filter(([name]) => name === 'id' || asked.includes(name))),
      )
    })
  }

  return { find, leadForm, serve }
}

export type FormLeads = ReturnType<typeof formLeads>
