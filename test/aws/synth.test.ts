import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stages } from '../../infra/aws/stages.ts'
import { topology } from '../../infra/topology.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { foreignNames, missingInChina } from './missingInChina.ts'
import type { Template } from './synthesized.ts'

const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: object }

/** Runs the CDK app as the CDK command does, on a machine that knows no account. */
const synth = (stage: string): Promise<{ out: string; code: number | null; stderr: string }> => {
  const out = temporaryFolder()
  const env = {
    PATH: process.env.PATH,
    HOME: out,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage }),
  }
  return new Promise((resolve) => {
    const app = execFile(process.execPath, ['infra/aws/app.ts'], { cwd: ROOT, env }, (_, _stdout, stderr) =>
      resolve({ out, code: app.exitCode, stderr }),
    )
  })
}

const templateIn = (folder: string, stack: string): Template =>
  JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8'))

describe('the CDK app', () => {
  it('makes templates and code of every stage without credentials, checked by every rule pack', async () => {
    const { out, code, stderr } = await synth('all')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const stacks = readdirSync(out).flatMap((file) => file.match(/^(.+)\.template\.json$/)?.[1] ?? [])
    const parts = ['api', 'bus', 'data', 'pipeline', 'watch']
    expect(stacks.sort()).toEqual(
      Object.keys(stages)
        .flatMap((stage) => parts.map((part) => `tuoke-${stage}-${part}`))
        .sort(),
    )
    const bundles = readdirSync(out).filter((file) => existsSync(join(out, file, 'index.mjs')))
    expect(bundles.length).toBeGreaterThanOrEqual(Object.keys(topology.functions).length)
    for (const stage of Object.keys(stages)) {
      const data = templateIn(out, `tuoke-${stage}-data`)
      expect(data.Resources.Table).toMatchObject({ Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain' })
      expect(data.Resources.Key).toMatchObject({ Type: 'AWS::KMS::Key', DeletionPolicy: 'Retain' })
      expect(templateIn(out, `tuoke-${stage}-bus`).Resources.Bus?.Type).toBe('AWS::Events::EventBus')
    }
    const chinese = stacks.filter((stack) => /-(beijing|ningxia)-/.test(stack)).map((stack) => templateIn(out, stack))
    expect(chinese).toHaveLength(2 * parts.length)
    expect(chinese.flatMap((template) => [...missingInChina(template), ...foreignNames(template)])).toEqual([])
  }, 60_000)

  it('says in one sentence why it cannot', async () => {
    const { code, stderr } = await synth('nowhere')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^there is no stage "nowhere" in infra\/aws\/stages\.ts, which has trial, .*\n$/)
  })
})
