import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, temporaryFolder } from '../harness/place.ts'

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

describe('the CDK app', () => {
  it('makes templates and code without credentials, with what ran on the laptop inside', async () => {
    const { out, code } = await synth('trial')
    expect(code).toBe(0)
    const templates = readdirSync(out).filter((file) => file.endsWith('.template.json'))
    expect(templates.sort()).toEqual(
      ['api', 'bus', 'data', 'pipeline', 'watch'].map((part) => `tuoke-trial-${part}.template.json`),
    )
    const modules = readdirSync(out).filter((file) => existsSync(join(out, file, 'index.mjs')))
    expect(modules.length).toBeGreaterThanOrEqual(6)
  })

  it('says in one sentence why it cannot', async () => {
    const { code, stderr } = await synth('nowhere')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^there is no stage "nowhere" in infra\/aws\/stages\.ts, which has trial, .*\n$/)
  })
})
