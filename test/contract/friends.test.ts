import { beforeAll, describe, expect, it } from 'vitest'
import type { Lead } from '../../shared/domain/lead.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import { INVITATIONS } from '../harness/inviting.ts'
import { type OpeningWorld, startOpening } from '../harness/opening.ts'
import { phoneNumber } from '../harness/samples.ts'

const CAMPAIGN = 'friends'

let world: OpeningWorld
beforeAll(async () => {
  world = await startOpening()
  await world.on.newCampaign(CAMPAIGN, { chain: 'wecom', invitations: INVITATIONS })
})

let people = 0
const newPerson = (): string => phoneNumber(90_000 + ++people)

/** Somebody who opened the mini program and then asks for an adviser's code. */
const askForAdviser = async (person: string): Promise<Lead> => {
  const { leadId } = await world.open(CAMPAIGN, person)
  const { on } = world
  const leadToken = signLeadToken(await on.installation.ring(), leadId, on.now().toISOString())
  const reply = await world.inviteLead({ leadId, leadToken }, 'wecom')
  expect(reply.status).toBe(201)
  return world.leadOf(leadId)
}

const add = (person: string, userId: string) => world.on.outside.ask('POST', '/_sim/wecom/add', { person, userId })

describe('somebody who asks for the code of an adviser', () => {
  it('and is a friend of theirs already has followed: WeCom tells of no second adding', async () => {
    const person = newPerson()
    await add(person, 'wang.min')
    expect((await askForAdviser(person)).milestones).toHaveProperty('followed')
    await world.counts(CAMPAIGN, { followed: 1 })
  })

  it('once, however often it is asked', async () => {
    const person = newPerson()
    await add(person, 'wang.min')
    const lead = await askForAdviser(person)
    expect((await askForAdviser(person)).event).toEqual(lead.event)
  })

  it('and is nobody’s friend has not followed', async () => {
    expect((await askForAdviser(newPerson())).milestones).not.toHaveProperty('followed')
  })

  it('and is the friend of other staff has not followed', async () => {
    const person = newPerson()
    await add(person, 'li.hua')
    expect((await askForAdviser(person)).milestones).not.toHaveProperty('followed')
  })

  it.each(['5xx', 'malformed', 'refuse_signature'] as const)(
    'gets it although WeCom fails to say (%s)',
    async (fault) => {
      const person = newPerson()
      await add(person, 'wang.min')
      const { leadId } = await world.open(CAMPAIGN, person)
      const { on } = world
      const leadToken = signLeadToken(await on.installation.ring(), leadId, on.now().toISOString())
      await on.outside.breakNext('wecom', fault)
      expect((await world.inviteLead({ leadId, leadToken }, 'wecom')).status).toBe(201)
    },
  )
})
