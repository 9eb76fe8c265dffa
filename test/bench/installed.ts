import { join } from 'node:path'
import { startHost } from '../../infra/local/host.ts'
import { CampaignSettings } from '../../shared/domain/campaign.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { TABLE_NAME } from '../harness/items.ts'
import { campaignSettings } from '../harness/samples.ts'
import { CAMPAIGN } from '../recorder/requests.ts'
import { inFolder, ROOT } from './folder.ts'

/** Where the functions of an installation find what they call. */
export type Installed = { dynamodb: string; endpoint: string }

const fail = (error: unknown): void => {
  throw new Error('nothing may go wrong while something is measured', { cause: error })
}

const createCampaign = async (): Promise<void> => {
  const table = openTable({ db: dynamoClient(), name: TABLE_NAME })
  const at = new Date().toISOString()
  const settings = CampaignSettings.parse(campaignSettings())
  await campaignStore(table).create({ campaignId: CAMPAIGN, version: 1, createdAt: at, updatedAt: at, settings })
}

/** Works with a table that holds one campaign, its engine a process of its own and its data in a file, and with keys; no function runs and nothing follows the stream. */
export const withInstallation = <Result>(
  work: (installed: Installed & { file: string }) => Promise<Result>,
): Promise<Result> =>
  inFolder(async (data) => {
    const host = await startHost({
      topology: { functions: {}, queues: {} },
      root: ROOT,
      data,
      port: 0,
      host: '127.0.0.1',
      tableName: TABLE_NAME,
      outboundHosts: '',
      report: fail,
    })
    try {
      await createCampaign()
      return await work({ ...host, file: join(data, 'table.db') })
    } finally {
      await host.close()
    }
  })
