import type * as z from 'zod'
import type { FunnelReport } from '../../shared/contract/reports.ts'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { eventually, send } from '../harness/client.ts'
import { campaignSettings } from '../harness/samples.ts'
import type { TestHost } from '../harness/testHost.ts'

type Changes = Partial<z.input<typeof CampaignSettings>>

const CHINESE: Changes = {
  product: '小微快贷',
  fields: [
    { name: 'uscc', label: '统一社会信用代码', type: 'uscc', required: false },
    { name: 'amount', label: '意向额度', type: 'select', required: true, options: ['30 万以内', '30–100 万'] },
  ],
}

let campaigns = 0

/** A new campaign of the host and what came of it. */
export const newCampaign = async (host: TestHost, changes: Changes = {}, campaignId = `page-${++campaigns}`) => {
  const path = `/v1/campaigns/${campaignId}`
  const settings = campaignSettings({ ...CHINESE, ...changes })
  const put = async (body: object, headers: Record<string, string> = {}) => {
    const reply = await send(host.url, 'PUT', path, { body, headers, key: host.operatorKey() })
    if (reply.status > 201) throw new Error(reply.text)
  }
  await put(settings)
  const today = dayOf(new Date().toISOString(), 'Asia/Shanghai')
  const read = async (path: string) => (await send(host.url, 'GET', path, { key: host.operatorKey() })).json()
  const counts = async () =>
    ((await read(`/v1/reports/funnel?campaign=${campaignId}&from=${today}&to=${today}`)) as FunnelReport).total.counts
  return {
    campaignId,
    landing: `${host.url}/demo/${campaignId}`,
    change: (more: Changes) => put({ ...settings, ...more }, { 'if-match': '"1"' }),
    /** Waits until these milestones are counted, and returns what else is. */
    counted: async (expected: Partial<Awaited<ReturnType<typeof counts>>>) => {
      const isThere = (all: Record<string, number>) =>
        Object.entries(expected).every(([count, n]) => (all[count] ?? 0) >= n)
      const all = await eventually(counts, isThere)
      return Object.fromEntries(Object.entries(all).filter(([, n]) => n > 0))
    },
    /** The types of the events on the bus, once there are so many. */
    events: async (atLeast: number) => {
      const own = () =>
        host.busEvents().filter(({ detail }) => 'campaignId' in detail && detail.campaignId === campaignId)
      return (await eventually(own, (lines) => lines.length >= atLeast)).map(({ detail }) => detail.type)
    },
    /** The one lead, with everything recorded about it. */
    lead: async () => {
      const list = () =>
        read(`/v1/leads?campaign=${campaignId}&day=${today}`) as Promise<{ items: { leadId: string }[] }>
      const { items } = await eventually(list, ({ items }) => items.length > 0)
      if (items.length > 1) throw new Error(`${items.length} leads instead of one`)
      return (await read(`/v1/leads/${items[0]?.leadId}/timeline?unmask=true`)) as {
        contact: { phone: string; name?: string; company?: string }
        answers?: Record<string, string | number>
        consent: { purposes: string[]; version: string }
        touch: { url?: string; clickIds?: Record<string, string>; utm?: Record<string, string>; visitId?: string }
      }
    },
  }
}
