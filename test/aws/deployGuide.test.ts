import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { describe, expect, it } from 'vitest'
import { DataStack } from '../../infra/aws/dataStack.ts'
import { Stage } from '../../infra/aws/stage.ts'
import { stages } from '../../infra/aws/stages.ts'
import { KEY_ID as LOCAL_KEY } from '../../infra/local/services.ts'
import { allRoutes } from '../../infra/routes.ts'
import { topology } from '../../infra/topology.ts'
import { SCOPES } from '../../shared/contract/scope.ts'
import { CampaignSettings } from '../../shared/domain/campaign.ts'
import { ROOT } from '../harness/place.ts'
import { type AwsCall, startRecordingProxy } from '../harness/recordingProxy.ts'
import { asked } from './asked.ts'
import { keyPolicyOf, mayWith, type Policy } from './may.ts'
import { ACCOUNT, REGION } from './resolve.ts'
import { keyFile, startGround } from './runInstall.ts'
import type { Template } from './synthesized.ts'

const guide = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8')
const found = (pattern: RegExp, text = guide): string[] => [...text.matchAll(pattern)].map(([, one = '']) => one)
const [chapterOfStages = ''] = /## Stages.*?\n## /s.exec(guide) ?? []

/** The template of the data stack alone. */
const dataTemplate = (): Template => {
  const app = new App({ analyticsReporting: false })
  const { stackName } = new DataStack(app, 'data', { stage: stages.frankfurt })
  return app.synth().getStackByName(stackName).template
}

describe('the guide to deployment', () => {
  it('explains every setting of a stage, and no other', () => {
    const told = found(/^\| (`.+?) \|/gm, chapterOfStages).flatMap((cell) => found(/`(\w+)`/g, cell))
    expect(told.sort()).toEqual(Object.keys(Stage.shape).sort())
  })

  it('shows a first campaign that is one', () => {
    const [, body = ''] = /campaigns\/first" .*? -d '(\{.*?\})'\n/s.exec(guide) ?? []
    expect(CampaignSettings.safeParse(JSON.parse(body)).error).toBeUndefined()
  })

  it('calls operations that there are', () => {
    const calls = [...guide.matchAll(/^curl .*?"\$\{URL\}([^"?]*)/gm)].map(([line, path]) => {
      const method = /-X (\w+)/.exec(line)?.[1] ?? 'GET'
      return `${method} /${path}`
    })
    const routes = [...allRoutes(topology).keys()].map(
      (route) => new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    )
    expect(calls.length).toBeGreaterThan(4)
    expect(calls.filter((call) => !routes.some((route) => route.test(call)))).toEqual([])
  })

  it('lists the scopes that a key can have', () => {
    const [sentence = ''] = /Scopes are\n.*?\./s.exec(guide) ?? []
    expect(found(/`([\w:]+)`/g, sentence)).toEqual([...SCOPES])
  })

  it('names scripts, files, chapters and stages that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
    const run = found(/npm run ([\w:]+)/g)
    expect(run.filter((name) => !(name in scripts))).toEqual([])
    const files = [...found(/\]\((\.\.\/[^)#]+)\)/g).map((path) => path.slice(3)), ...found(/node (infra\/\S+)/g)]
    expect(files.length).toBeGreaterThan(4)
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
    const chapters = found(/^## (.+)$/gm).map((title) => title.toLowerCase().replaceAll(' ', '-'))
    expect(found(/\]\(#([^)]+)\)/g).filter((anchor) => !chapters.includes(anchor))).toEqual([])
    expect(found(/-c stage=(\w+)/g).filter((name) => !(name in stages))).toEqual([])
  })
})

describe('the rights that the guide gives to the installation', () => {
  const at = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`
  const [TABLE, KEY] = [at('dynamodb', 'table/Table'), at('kms', 'key/Key')]
  const [json = ''] = found(/```json\n(.*?)```/gs)
  const filled = json
    .replaceAll('<KeyArn>', KEY)
    .replaceAll('<TableName>', 'Table')
    .replaceAll('<region>', REGION)
    .replaceAll('<account>', ACCOUNT)
  const policy: Policy = { Version: '2012-10-17', Statement: JSON.parse(filled) }
  const may = mayWith(keyPolicyOf({ data: dataTemplate() }))

  it('are those for its calls, and no others', async () => {
    const { dynamodb, kms, newTable, run } = await startGround()
    const calls: AwsCall[] = []
    const watched = {
      AWS_ENDPOINT_URL_DYNAMODB: await startRecordingProxy(dynamodb, calls),
      AWS_ENDPOINT_URL_KMS: await startRecordingProxy(kms, calls),
    }
    const args = ['--table', await newTable('watched'), '--key', LOCAL_KEY, '--operator-key-file', keyFile()]
    for (const time of ['first', 'second']) expect({ time, ...(await run(args, watched)) }).toMatchObject({ code: 0 })
    const questions = calls.flatMap((call) => asked(call, (kind) => (kind === 'key' ? KEY : TABLE)))
    const [onTable, onRing] = policy.Statement
    expect([...new Set(questions.map(([action]) => action))].sort()).toEqual(
      [onTable, onRing].flatMap((one) => one?.Action ?? []).sort(),
    )
    const allowed = questions.map((question) => may(policy, ...question))
    expect(await Promise.all(allowed)).toEqual(questions.map(() => true))
  })

  it('let the table use the key, and nobody open anything else with it', async () => {
    const through = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` })
    expect(await may(policy, 'kms:ReEncryptTo', KEY, through('dynamodb'))).toBe(true)
    expect(await may(policy, 'kms:ReEncryptTo', KEY, through('s3'))).toBe(false)
    expect(await may(policy, 'kms:Decrypt', KEY)).toBe(false)
    expect(await may(policy, 'dynamodb:Query', TABLE)).toBe(false)
  })
})
