import { PARTNER } from '../../../infra/local/simulators/ads/accounts.ts'
import { seedConnections } from '../../../infra/local/simulators/seedConnections.ts'
import { send } from '../../harness/client.ts'
import type { Server } from '../server.ts'
import { CAMPAIGNS, type Campaign, DEAD, settingsOf } from './campaigns.ts'
import { insist } from './outside.ts'

const put = ({ url, operatorKey }: Server, path: string, body: object, headers = {}): Promise<void> =>
  insist(async () => {
    const reply = await send(url, 'PUT', `/v1/${path}`, { body, headers, key: operatorKey() })
    // Its first answer may have been lost: nobody else changes it.
    if (reply.status > 201 && reply.status !== 412) throw new Error(`${path} could not be made: ${reply.text}`)
  })

/** The campaigns, and connections to simulated platforms and to a partner that is not there. */
export const prepareCampaigns = async (server: Server, simulators: string): Promise<void> => {
  await seedConnections({ url: server.url, operatorKey: server.operatorKey() }, simulators)
  await put(server, `connections/partner/${DEAD.id}`, { ...PARTNER, baseUrl: DEAD.baseUrl })
  for (const campaign of Object.keys(CAMPAIGNS) as Campaign[])
    await put(server, `campaigns/${CAMPAIGNS[campaign]}`, settingsOf(campaign))
}

/** Enables the destination that was disabled, and removes another. */
export const changeCampaign = (server: Server): Promise<void> =>
  put(server, `campaigns/${CAMPAIGNS.other}`, settingsOf('other', { later: true }), { 'if-match': '"1"' })
