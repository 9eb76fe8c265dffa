import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pascal } from '../../infra/aws/names.ts'
import { ROOT } from '../harness/place.ts'
import { everyChoice, everyKind } from './everyKind.ts'
import { resourcesOf, synthesize } from './synthesized.ts'

const guide = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8')
const templates = synthesize(everyChoice, everyKind)

const rows = [...guide.matchAll(/^\| `((?:<\w+>)?\w+Alarm)` \| (.+) \| (.+) \|$/gm)].map(([, name = '']) => name)

const functions = Object.keys(everyKind.functions).map(pascal)
const queues = Object.keys(everyKind.queues).map(pascal)

/** The row that an alarm belongs to: `RelayBehindAlarm` to `<Function>BehindAlarm`. */
const rowOf = (id: string): string => {
  const name = id.replace(/[0-9A-F]{8}$/, '')
  const of = (owners: string[], kind: string) =>
    owners.filter((owner) => name.startsWith(owner)).map((owner) => name.replace(owner, kind))
  return (
    [name, ...of(functions, '<Function>'), ...of(queues, '<Queue>')].find((row) => rows.includes(row)) ??
    `no row for ${name}`
  )
}

describe('the guide to alarms', () => {
  const alarms = Object.values(templates).flatMap((template) =>
    resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ id }) => id),
  )

  it('says of every alarm what it means and what to do, and speaks of no other', () => {
    expect([...new Set(alarms.map(rowOf))].sort()).toEqual([...rows].sort())
  })
})

describe('the guide to deployment', () => {
  it('names every stack with its outputs', () => {
    const told = [...guide.matchAll(/^\| `tuoke-<stage>-(\w+)` \| .+ \| ?(.*)\|$/gm)].map(
      ([, part = '', outputs = '']) => [part, [...outputs.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()],
    )
    const made = Object.entries(templates).map(([part, { Outputs = {} }]) => {
      const own = Object.entries(Outputs).filter(([, { Export }]) => !Export)
      return [part, own.map(([name]) => name).sort()]
    })
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(made))
  })

  it('names every service that the role of CloudFormation needs', () => {
    const services = Object.values(templates).flatMap(({ Resources }) =>
      Object.values(Resources).map(({ Type }) => Type.split('::')[1]?.toLowerCase().replace(/v2$/, '')),
    )
    const [sentence = ''] = /Templates need .*?sqs`/s.exec(guide) ?? []
    const told = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name)
    expect(told.sort()).toEqual([...new Set(services)].sort())
  })
})
