import { send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import type { Server } from './server.ts'
import { ACCOUNT, CAMPAIGNS, CONNECTION } from './stories.ts'

const put = async ({ url, operatorKey }: Server, path: string, body: object): Promise<void> => {
  const reply = await send(url, 'PUT', `/v1/${path}`, { body, key: operatorKey() })
  if (reply.status !== 201) throw new Error(`${path} could not be made: ${reply.text}`)
}

/** Two campaigns that invite to one account. */
export const prepareFollows = async (server: Server): Promise<void> => {
  const { id: appId, token, encodingAesKey } = ACCOUNT
  const connection = { appId, appSecret: 'a-synthetic-secret', token, encodingAesKey, campaign: CAMPAIGNS.own }
  await put(server, `connections/wechat_official_account/${CONNECTION}`, connection)
  const invitations = { official_account: { connection: CONNECTION } }
  for (const campaignId of Object.values(CAMPAIGNS))
    await put(server, `campaigns/${campaignId}`, campaignSettings({ chain: 'official_account', invitations }))
}

/** The lead that the n-th person leaves a contact as. */
export const capture = async ({ url }: Server, campaignId: string, n: number): Promise<string> => {
  const reply = await send(url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body: submission(phoneNumber(n)) })
  if (reply.status !== 201) throw new Error(`no lead: ${reply.text}`)
  return (reply.json() as { leadId: string }).leadId
}
