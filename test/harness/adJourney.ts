import type { Conversion as Taken } from '../../infra/local/simulators/ads/ledger.ts'
import type { FaultKind } from '../../infra/local/simulators/faults.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { ConversionView } from '../../shared/contract/conversions.ts'
import type { DestinationPlatform } from '../../shared/domain/destination.ts'
import { type Reply, send } from './client.ts'
import { campaignSettings, submission } from './samples.ts'
import type { TestHost } from './testHost.ts'

/** Where somebody came from: an ad of a platform, told to our click monitor where it has one, unless the platform is not to tell. */
export type Came = { platform: DestinationPlatform; isTold?: boolean; phone: string }

/** Somebody who left a contact, and what stood on the landing page's address. */
export type Walker = Came & { leadId: string; leadToken: string; clickId: string }

const PAGE = 'https://loan.bank.example/spring'

const good = (reply: Reply): Reply => {
  if (reply.status >= 300) throw new Error(`${reply.status}: ${reply.text}`)
  return reply
}

/** People on their way from an ad of a simulated platform to a loan, on a host with the simulated outside world. */
export const startJourneys = async (host: TestHost) => {
  const { url } = host
  const key = host.operatorKey()
  const outside = host.simulators ?? ''
  await seedConnections({ url, operatorKey: key }, outside)

  const as = async (method: string, path: string, body?: object) =>
    good(await send(url, method, path, { body, key })).json()
  const simulated = async <Answer>(method: string, path: string, body?: object): Promise<Answer> =>
    good(await send(outside, method, `/_sim/${path}`, { body })).json() as Answer

  /** The key of a platform's click monitor, as it stands in the link that operators are shown. */
  const keyOf = async (campaignId: string, platform: string): Promise<string | undefined> => {
    const { monitors } = (await as('GET', `/v1/campaigns/${campaignId}/setup`)) as {
      monitors: { platform: string; url: string }[]
    }
    const link = monitors.find((monitor) => monitor.platform === platform)?.url
    return link && new URL(link).pathname.split('/').at(-1)
  }

  return {
    as,
    simulated,

    campaign: (campaignId: string, changes: Parameters<typeof campaignSettings>[0]) =>
      as('PUT', `/v1/campaigns/${campaignId}`, campaignSettings(changes)),

    breakNext: (provider: DestinationPlatform, kind: FaultKind, times = 1) =>
      simulated('POST', 'faults', { provider, kind, times }),

    /** Clicks an ad, and leaves the contact on the page that it leads to. */
    capture: async (campaignId: string, came: Came): Promise<Walker> => {
      const { platform, isTold = true, phone } = came
      const monitor = isTold ? await keyOf(campaignId, platform) : undefined
      const click = { platform, campaignId, ...(monitor !== undefined && { key: monitor }) }
      const { landing } = await simulated<{ landing: string }>('POST', 'ads/click', click)
      const query = new URL(landing).searchParams
      const shown = good(await send(url, 'GET', `/v1/campaigns/${campaignId}`))
      const { consent } = shown.json() as { consent: { version: string; purposes: { id: string }[] } }
      const agreed = { version: consent.version, purposes: consent.purposes.map(({ id }) => id) }
      const body = submission(phone, { consent: agreed, touch: { url: `${PAGE}?${query}` } })
      const reply = good(await send(url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body }))
      const { leadId, leadToken } = reply.json() as Walker
      return { ...came, leadId, leadToken, clickId: [...query.values()][0] ?? '' }
    },

    /** Registers with the phone in one tap; the walker then has the token that proves it. */
    register: async (walker: Walker): Promise<Walker> => {
      const { leadId, leadToken, phone } = walker
      const { appId } = MINI_PROGRAM
      const { code } = await simulated<{ code: string }>('POST', 'wechat/phone-codes', { phone, appId })
      const body = { wechatPhoneCode: code, appId, business: { name: '示例商贸有限公司', contactName: '欧阳金丝雀' } }
      const reply = good(await send(url, 'POST', `/v1/leads/${leadId}/registration`, { body, key: leadToken }))
      return { ...walker, leadToken: (reply.json() as { leadToken: string }).leadToken }
    },

    /** Hands an application in. */
    apply: async ({ leadId, leadToken }: Walker, application: object, applicant: object): Promise<void> => {
      const ask = async (method: string, path: string, body: object, headers = {}) =>
        good(await send(url, method, path, { body, key: leadToken, headers })).json() as {
          applicationId: string
          version: number
        }
      const { applicationId, version } = await ask('POST', `/v1/leads/${leadId}/applications`, application)
      const path = `/v1/applications/${applicationId}`
      await ask('PATCH', path, { applicant }, { 'if-match': `"${version}"` })
      await ask('POST', `${path}/submission`, {})
    },

    /** The whole ledger of a campaign. */
    rows: async (campaignId: string): Promise<ConversionView[]> => {
      const rows: ConversionView[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const query = new URLSearchParams({ campaign: campaignId, limit: '100', ...(cursor && { cursor }) })
        const page = (await as('GET', `/v1/conversions?${query}`)) as { items: ConversionView[]; cursor?: string }
        rows.push(...page.items)
        cursor = page.cursor
      }
      return rows
    },

    /** What a platform took, the newest first. */
    taken: async (platform: DestinationPlatform): Promise<Taken[]> =>
      (await simulated<{ conversions: Taken[] }>('GET', `${platform}/conversions`)).conversions,
  }
}

export type Journeys = Awaited<ReturnType<typeof startJourneys>>
