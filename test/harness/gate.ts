import { expect } from 'vitest'
import { watchPartners } from '../../functions/partnerWatch/watch.ts'
import type { PartnerRequest, PartnerStanding, PartnerStatement } from '../../shared/contract/partners.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { LATER_EVENTS, type LaterMilestone } from '../../shared/domain/milestone.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { partnerStore } from '../../shared/store/partnerStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { tallyStore } from '../../shared/store/tallyStore.ts'
import { startAds } from './adClicks.ts'
import { type Reply, send } from './client.ts'
import { partnerTerms, setPartner } from './partners.ts'
import { type campaignSettings, phoneNumber, submission } from './samples.ts'
import type { TestHost } from './testHost.ts'

/** The partner gate of a host: partners with campaigns of their own, what they bring, and what becomes of it. */
export const startGate = (host: TestHost) => {
  let made = 0
  const ads = startAds(host)
  const key = host.operatorKey()
  const ask = (method: string, path: string, more: Parameters<typeof send>[3] = {}): Promise<Reply> =>
    send(host.url, method, path, { key, ...more })
  const today = () => dayOf(new Date().toISOString(), 'Asia/Shanghai')
  const table = openTable({ db: dynamoClient(), name: 'tuoke' })

  const newPartner = async (
    terms: Parameters<typeof partnerTerms>[1] = {},
    changes: Partial<PartnerRequest> = {},
    settings: Parameters<typeof campaignSettings>[0] = {},
  ): Promise<{ partnerId: string; campaignId: string }> => {
    const partnerId = `pt_gate_${++made}`
    const campaignId = await ads.newCampaign({ partners: [partnerId], ...settings })
    await setPartner(host, partnerId, { terms: [partnerTerms([campaignId], terms)], ...changes })
    return { partnerId, campaignId }
  }

  /** Leaves a contact; with a partner, on a page that names it. */
  const bring = (campaignId: string, phone: number, partnerId?: string, headers = {}): Promise<Reply> => {
    const touch = partnerId === undefined ? {} : { url: `https://loan.bank.example/?partner=${partnerId}` }
    const body = submission(phoneNumber(70_000 + phone), { touch })
    return send(host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body, headers })
  }

  const statementOf = async (partnerId: string, query = ''): Promise<Reply> => {
    await ads.counted(await ads.newCampaign())
    const reply = await ask('GET', `/v1/partners/${partnerId}/statement?month=${today().slice(0, 7)}${query}`)
    expect(reply.status).toBe(200)
    return reply
  }

  return {
    ads,
    ask,
    newPartner,
    bring,
    statementOf,
    today,
    statement: async (partnerId: string, query = '') =>
      (await statementOf(partnerId, query)).json() as PartnerStatement,
    standing: async (partnerId: string) => (await ask('GET', `/v1/partners/${partnerId}`)).json() as PartnerStanding,
    timeline: async (leadId: string) => (await ask('GET', `/v1/leads/${leadId}/timeline`)).json() as object,

    /** Lets a lead reach a milestone. */
    reach: async (leadId: string, milestone: LaterMilestone): Promise<void> => {
      const eventId = eventIdOf(LATER_EVENTS[milestone], leadId)
      await leadStore(table).reach({ leadId }, { milestone, eventId, at: new Date().toISOString() })
    },

    /** Looks at every partner, after all that was brought is counted. */
    watch: async (): Promise<void> => {
      await ads.counted(await ads.newCampaign())
      await watchPartners({ partners: partnerStore(table), tallies: tallyStore(table), now: () => new Date() })
    },
  }
}
