import { parseArgs } from 'node:util'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { AwsFailure } from '../../shared/runtime/aws/failure.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { openTable } from '../../shared/store/table.ts'
import { type Installed, install } from '../install.ts'
import { Refusal } from '../refusal.ts'

const USAGE =
  'Usage: npm run install:aws -- --table <TableName> --key <KeyArn> [--operator-key-file operator.key], with the outputs of the data stack'

const KEY_ARN = /^arn:aws(-cn)?:kms:([a-z0-9-]+):\d{12}:key\/[0-9a-f-]+$/

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
  `The key ring ${keyRing === 'made' ? 'was made' : 'was there already'}, sealed with the KMS key, in the table ${table}.`,
  operatorKey === 'made'
    ? `An operator key with every scope was made; it stands in ${file} and nowhere else. Put it into your vault.`
    : `The operator key in ${file} is one of this installation. Nothing was changed.`,
]

const causesOf = (error: unknown): Error[] => (error instanceof Error ? [error, ...causesOf(error.cause)] : [])

/** What keeps AWS from doing it, in one sentence. */
const sentenceOf = (error: unknown): string => {
  const causes = causesOf(error)
  const refused = causes.find((cause) => cause instanceof Refusal)
  if (refused) return refused.message
  const failure = causes.find((cause) => cause instanceof AwsFailure)
  if (failure) return `AWS refused: ${failure.name}: ${failure.message}`
  return `AWS could not be asked: ${causes.at(-1)?.message ?? String(error)}`
}

const main = async (args: string[]): Promise<void> => {
  const options = optionsOf(args)
  const environment = environmentFor(options.region)
  const table = openTable({ db: dynamoClient({ environment }), name: options.table })
  const keyService = kmsKeys({ kms: kmsClient({ environment }), keyId: options.key })
  const installed = await install({ table, keyService }, options.file, refuseForeign)
  for (const line of report(installed, options)) process.stdout.write(`${line}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`)
  process.exitCode = 1
})
