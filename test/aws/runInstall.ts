import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { startInstallation } from '../harness/installation.ts'
import { atEnd, clientOf, ROOT, temporaryFolder } from '../harness/place.ts'

type Run = { code: number | null; stdout: string; stderr: string }

export const keyFile = (): string => join(temporaryFolder(), 'operator.key')

/** What an installation is made on, and the command as an engineer runs it, with the endpoints of this machine in the place of AWS. */
export const startGround = async () => {
  const engine = await startEngine(findEngine(), {})
  atEnd(engine.stop)
  const { endpoint } = await startInstallation()
  return {
    dynamodb: engine.url,
    kms: endpoint,
    newTable: async (name: string): Promise<string> => {
      await ensureTable(new DynamoDBClient(clientOf(engine.url)), name)
      return name
    },
    run: (args: string[], more: Record<string, string> = {}): Promise<Run> => {
      const env = {
        PATH: process.env.PATH,
        AWS_ACCESS_KEY_ID: 'synthetic',
        AWS_SECRET_ACCESS_KEY: 'synthetic',
        AWS_ENDPOINT_URL_DYNAMODB: engine.url,
        AWS_ENDPOINT_URL_KMS: endpoint,
        ...more,
      }
      const command = [join(ROOT, 'infra/aws/install.ts'), ...args]
      return new Promise((resolve) => {
        const child = execFile(process.execPath, command, { env }, (_, stdout, stderr) =>
          resolve({ code: child.exitCode, stdout, stderr }),
        )
      })
    },
  }
}
