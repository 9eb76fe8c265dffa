import { describe, expect, it } from 'vitest'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { type Consent, reminderStore } from '../../shared/store/reminderStore.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'
import { rejectedLead, sampleLead } from './sampleLead.ts'

const TEMPLATE = 'repayment-due'

describe.each(storeEngines)('consents to reminders on $name', (engine) => {
  const store = useStore(engine)
  const reminders = () => reminderStore(store().table)
  const leads = () => leadStore(store().table)

  let made = 0
  const newLead = async (of = sampleLead) => {
    const lead = of(4000 + ++made)
    await leads().save({ step: 'create', lead }, {})
    return lead
  }

  const consentOf = (leadId: string, n: number, changes: Partial<Consent> = {}): Consent => ({
    templateId: TEMPLATE,
    kind: 'official_account',
    consentId: `consent-${n}`,
    at: `2026-11-20T08:00:${String(n).padStart(2, '0')}.000Z`,
    eventId: eventIdOf('lead.reminded', leadId),
    ...changes,
  })

  /** A lead that consented so many times, the latest first. */
  const consented = async (times: number) => {
    const lead = await newLead()
    for (let n = times; n > 0; n--) await reminders().consent(lead, consentOf(lead.leadId, n))
    return lead
  }

  const usedBy = async (leadId: string, n: number) =>
    (await store().table.get({ pk: `LEAD#${leadId}`, sk: `REMINDER#${TEMPLATE}#consent-${n}` }))?.usedBy

  it('are one for each id, and the first reaches `reminded`', async () => {
    const lead = await newLead()
    const consents = [1, 1, 2, 2].map((n) => consentOf(lead.leadId, n))
    for (const consent of consents) await reminders().consent(lead, consent)
    expect(await reminders().balance(lead.leadId, TEMPLATE)).toBe(2)
    const after = await leads().find(lead.leadId)
    expect(after?.milestones.reminded).toBe(consents[0]?.at)
    expect(after?.event).toEqual({
      id: eventIdOf('lead.reminded', lead.leadId),
      type: 'lead.reminded',
      at: consents[0]?.at,
      reached: ['reminded'],
    })
  })

  it('of a hundred at once are a hundred', async () => {
    const lead = await newLead()
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        reminders().consent(lead, consentOf(lead.leadId, 1, { consentId: `c${n}` })),
      ),
    )
    expect(await reminders().balance(lead.leadId, TEMPLATE)).toBe(100)
  })

  it('are kept for a lead that was not accepted, which reaches nothing', async () => {
    const lead = await newLead(rejectedLead)
    await reminders().consent(lead, consentOf(lead.leadId, 1))
    expect(await reminders().balance(lead.leadId, TEMPLATE)).toBe(1)
    expect((await leads().find(lead.leadId))?.milestones).toEqual({})
  })

  it('are used up by messages, the oldest first, one by each', async () => {
    const { leadId } = await consented(3)
    for (const message of ['m1', 'm1', 'm2', 'm1']) await reminders().use(leadId, TEMPLATE, message)
    expect(await Promise.all([1, 2, 3].map((n) => usedBy(leadId, n)))).toEqual(['m1', 'm2', undefined])
    expect(await reminders().balance(leadId, TEMPLATE)).toBe(1)
    expect(await reminders().balance(leadId, undefined)).toBe(0)
  })

  it('are used up exactly, however many messages are told of at once', async () => {
    const { leadId } = await consented(10)
    const messages = Array.from({ length: 60 }, (_, i) => `message-${i % 6}`)
    await Promise.all(messages.map((message) => reminders().use(leadId, TEMPLATE, message)))
    expect(await reminders().balance(leadId, TEMPLATE)).toBe(4)
    const users = await Promise.all(Array.from({ length: 10 }, (_, i) => usedBy(leadId, i + 1)))
    expect(users.filter(Boolean).sort()).toEqual([...new Set(messages)].sort())
    expect(users.slice(6)).toEqual([undefined, undefined, undefined, undefined])
  })

  it('are not used up where there are none', async () => {
    const { leadId } = await consented(1)
    for (const message of ['m1', 'm2']) await reminders().use(leadId, TEMPLATE, message)
    await reminders().use(leadId, 'other', 'm3')
    expect(await usedBy(leadId, 1)).toBe('m1')
    expect(await reminders().balance(leadId, TEMPLATE)).toBe(0)
  })

  it('that are withdrawn do not come back when they are told of again; new ones count', async () => {
    const lead = await consented(3)
    const { leadId } = lead
    await reminders().use(leadId, TEMPLATE, 'm1')
    for (let times = 0; times < 2; times++) await reminders().withdraw(leadId, TEMPLATE)
    await reminders().consent(lead, consentOf(leadId, 3))
    expect(await reminders().balance(leadId, TEMPLATE)).toBe(0)
    expect(await usedBy(leadId, 1)).toBe('m1')
    await reminders().use(leadId, TEMPLATE, 'm2')
    expect(await usedBy(leadId, 3)).toBeUndefined()
    await reminders().consent(lead, consentOf(leadId, 4))
    expect(await reminders().balance(leadId, TEMPLATE)).toBe(1)
  })

  it('withdrawn while messages are told of are used up or withdrawn, never both', async () => {
    const { leadId } = await consented(10)
    const uses = Array.from({ length: 5 }, (_, i) => reminders().use(leadId, TEMPLATE, `m${i}`))
    await Promise.all([...uses, reminders().withdraw(leadId, TEMPLATE)])
    expect(await reminders().balance(leadId, TEMPLATE)).toBe(0)
    const items = await store().table.getAll(
      Array.from({ length: 10 }, (_, i) => ({ pk: `LEAD#${leadId}`, sk: `REMINDER#${TEMPLATE}#consent-${i + 1}` })),
    )
    expect(items.filter((item) => (item.usedBy === undefined) === (item.withdrawn === undefined))).toEqual([])
  })
})
