import { parseArgs } from 'node:util'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { openKeyRing } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { type Installed, install } from '../install.ts'
import { Refusal } from '../refusal.ts'
import { problemOf } from './installProblem.ts'

const USAGE =
  'Usage: npm run install:aws -- --table <TableName> --key <KeyArn> [--operator-key-file operator.key], with the outputs of the data stack'

const KEY_ARN = /^arn:aws(-cn)?:kms:([a-z0-9-]+):\d{12}:key\/[0-9a-f-]+$/

/** Nobody is waiting for an answer within seconds, and AWS may be on another continent. */
const WAITS = { connectMs: 10_000, answerMs: 30_000 }

type Options = { table: string; key: string; region: string; file: string }

const optionsOf = (args: string[]): Options => {
  const options = {
    table: { type: 'string' },
    key: { type: 'string' },
    'operator-key-file': { type: 'string' },
  } as const
  try {
    const { table, key, 'operator-key-file': file = 'operator.key' } = parseArgs({ args, options }).values
    const region = KEY_ARN.exec(key ?? '')?.[2]
    if (!table || !key || region === undefined) throw new Refusal(USAGE)
    return { table, key, region, file }
  } catch {
    throw new Refusal(USAGE)
  }
}

/** The clients read nothing but the environment; in it, the region follows from the key. */
const environmentFor = (region: string): Record<string, string | undefined> => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    if (!process.env[name])
      throw new Refusal(
        `The environment holds no ${name}. Put credentials into it first: eval "$(aws configure export-credentials --format env)"`,
      )
  return { ...process.env, AWS_REGION: region }
}

const refuseForeign = (file: string): void => {
  throw new Refusal(
    `${file} holds a key of another installation. Move it away, or name another with --operator-key-file.`,
  )
}

const report = ({ keyRing, operatorKey }: Installed, { table, file }: Options): string[] => [
  keyRing === 'made'
    ? `A key ring was made, sealed with the KMS key, in the table ${table}.`
    : `The key ring was there already in the table ${table}, and opens with the KMS key.`,
  operatorKey === 'made'
    ? `An operator key with every scope was made; it stands in ${file} and nowhere else. Put it into your vault.`
    : `The operator key in ${file} is one of this installation.`,
  ...(keyRing === 'there' && operatorKey === 'there' ? ['Nothing was changed.'] : []),
]

const main = async (args: string[]): Promise<void> => {
  const options = optionsOf(args)
  const client = { environment: environmentFor(options.region), waits: WAITS }
  const table = openTable({ db: dynamoClient(client), name: options.table })
  const keyService = kmsKeys({ kms: kmsClient(client), keyId: options.key })
  try {
    const installed = await install({ table, keyService }, options.file, refuseForeign)
    if (installed.keyRing === 'there') await openKeyRing(await keyRingStore(table).load(), keyService)
    for (const line of report(installed, options)) process.stdout.write(`${line}\n`)
  } catch (error) {
    throw problemOf(error, options)
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Refusal ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
})
