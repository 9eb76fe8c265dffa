import { submission } from '../harness/samples.ts'
import type { Ask, Kind } from './facts.ts'

/** Somebody who sends something: everything about them follows from their number. */
export type Someone = { campaignId: string; n: number }

const phoneOf = (n: number): string => `139${String(n).padStart(8, '0')}`

export const visitIdOf = (n: number): string => `visit-${String(n).padStart(10, '0')}`

/** Where people come from: some with a click, some with a visit of their own, some with both. */
const ORIGINS = [
  { hasClick: false, hasVisit: false, query: '' },
  { hasClick: true, hasVisit: false, query: '?gdt_vid=click-' },
  { hasClick: false, hasVisit: true, query: '?utm_source=wechat&utm_campaign=spring' },
  { hasClick: true, hasVisit: true, query: '?bd_vid=click-' },
] as const

const originOf = (n: number) => ORIGINS[n % ORIGINS.length] ?? ORIGINS[0]

const addressOf = (n: number): string => {
  const { hasClick, query } = originOf(n)
  return `https://loan.bank.example/apply${query}${hasClick ? n : ''}`
}

export const hasVisit = ({ n }: Someone): boolean => originOf(n).hasVisit

const factsOf = ({ campaignId, n }: Someone) => ({
  campaignId,
  person: phoneOf(n),
  hasClick: originOf(n).hasClick,
  ...(originOf(n).hasVisit && { visitId: visitIdOf(n) }),
})

const partnerAddress = (n: number): string => {
  const address = new URL(addressOf(n))
  address.searchParams.set('partner', 'pt_stranger')
  return address.href
}

const touchOf = (someone: Someone, kind: Kind) => ({
  url: kind === 'refused' ? partnerAddress(someone.n) : addressOf(someone.n),
  ...(hasVisit(someone) && { visitId: visitIdOf(someone.n) }),
})

/** A submission of somebody; `variant` makes another body of the same meaning. */
export const submit = (
  someone: Someone,
  kind: Exclude<Kind, 'visit'>,
  { key, variant = 0 }: { key?: string; variant?: number } = {},
): Ask => {
  const facts = factsOf(someone)
  const more = {
    touch: touchOf(someone, kind),
    contact: { phone: facts.person, name: '张三', company: `示例商贸 ${variant}` },
    ...(kind === 'spam' && { website: 'http://spam.example' }),
    ...(kind === 'invalid' && { consent: { version: 'outdated', purposes: ['contact'] } }),
  }
  const body = JSON.stringify(submission(facts.person, more))
  return { ...facts, kind, body, ...(key !== undefined && { key }) }
}

/** A submission that breaks off in the middle. */
export const tornSubmit = (someone: Someone): Ask => {
  const ask = submit(someone, 'invalid')
  return { ...ask, body: ask.body.slice(0, -20) }
}

/** The visit of somebody who comes with one. */
export const visit = (someone: Someone): Ask => {
  const facts = factsOf(someone)
  return { ...facts, kind: 'visit', body: JSON.stringify({ visitId: visitIdOf(someone.n), url: addressOf(someone.n) }) }
}
