import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { lambdaEnvironment } from '../harness/lambdaEnvironment.ts'
import { buildByDefault, buildFunction, specOf } from './builds.ts'
import type { Figure } from './figure.ts'
import { inFolder, ROOT } from './folder.ts'
import { median, rounded, sideOf } from './statistics.ts'

const ROUNDS = 21
const MOST = 0.5

/** The environment of the capture function on Lambda, where NODE_PATH leads to the SDK that the runtime brings: here the project's. */
const environmentOf = (directory: string): Record<string, string> => {
  const local = lambdaEnvironment('capture', specOf('capture'), { directory, dynamodb: '', endpoint: '' })
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB, ...environment } = local
  return { ...environment, NODE_PATH: join(ROOT, 'node_modules') }
}

const TIMER = join(import.meta.dirname, 'processes/importTimer.mjs')

/** Milliseconds to load a built module in a fresh process. */
const timeOf = (file: string, directory: string): number =>
  Number(execFileSync(process.execPath, [TIMER, file], { cwd: directory, env: environmentOf(directory) }))

/** Times every file once a round, in turn, after a round that does not count. */
const timesOf = (files: readonly string[], directory: string): number[][] => {
  for (const file of files) timeOf(file, directory)
  const rounds = Array.from({ length: ROUNDS }, () => files.map((file) => timeOf(file, directory)))
  return files.map((_, i) => rounds.map((times) => times[i] ?? Number.NaN))
}

/** P1: how long the capture function takes to load, as it is deployed and built in other ways. */
export const measureImportTime = (): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const deployed = join(await buildFunction('capture', folder), 'index.mjs')
    const byDefault = await buildByDefault('capture', join(folder, 'default'), 'ours')
    const withSdk = await buildByDefault('capture', join(folder, 'sdk'), 'sdk')
    const [ours = [], same = [], sdk = []] = timesOf([deployed, byDefault, withSdk], folder)
    const side = sideOf('as deployed', ours, 'ms')
    const ratio = rounded(median(ours) / median(sdk))
    return [
      {
        id: 'P1',
        what: "import of capture ÷ the same on the AWS SDK's clients, by CDK's defaults",
        value: ratio,
        unit: 'ratio',
        must: `≤ ${MOST}`,
        holds: ratio <= MOST,
        sides: [side, sideOf("SDK's clients, by CDK's defaults", sdk, 'ms')],
        note: `Stretch 0.15. ${ROUNDS} fresh processes a side, in turn; each is loaded as Lambda loads it, packages of AWS that the defaults leave out from the project's node_modules. The source itself no longer holds the SDK's clients, which the design measured against: the other side is the same function on them.`,
      },
      {
        id: 'P1',
        what: "import of capture ÷ the same source, without those clients, by CDK's defaults",
        value: rounded(median(ours) / median(same)),
        unit: 'ratio',
        must: '',
        holds: true,
        sides: [side, sideOf("by CDK's defaults", same, 'ms')],
      },
    ]
  })
