import * as z from 'zod'
import { parseJson } from '../parseJson.ts'
import { answersOf, leadOf, type PushedLead, text } from './leadReader.ts'

const Fetched = z.object({
  field_data: z.array(z.object({ name: z.string(), values: z.array(z.unknown()) })),
})

const CONTACT = new Set(['phone_number', 'full_name', 'first_name', 'last_name', 'company_name'])

/** A lead with what the person wrote, from the answer of the Graph API (`field_data`); undefined when that is another thing. */
export const withMetaContact = (lead: PushedLead, body: string): PushedLead | undefined => {
  const fetched = Fetched.safeParse(parseJson(body)).data
  if (!fetched) return undefined
  const fields = fetched.field_data.map((field) => [field.name, field.values[0]] as const)
  const values = new Map(fields)
  const written = (name: string, max: number) => text(max).parse(values.get(name))
  const names = [written('first_name', 50), written('last_name', 50)].filter((name) => name !== undefined)
  return leadOf({
    ...lead,
    phone: written('phone_number', 40),
    name: written('full_name', 50) ?? text(50).parse(names.join(' ')),
    company: written('company_name', 100),
    answers: answersOf(fields.filter(([name]) => !CONTACT.has(name))),
  })
}
