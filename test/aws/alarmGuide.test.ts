import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pascal } from '../../infra/aws/names.ts'
import { ROOT } from '../harness/place.ts'
import { everyChoice, everyKind } from './everyKind.ts'
import { resourcesOf, synthesize } from './synthesized.ts'

const guide = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8')
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
  const alarms = Object.values(synthesize(everyChoice, everyKind)).flatMap((template) =>
    resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ id }) => id),
  )

  it('says of every alarm what it means and what to do, and speaks of no other', () => {
    expect([...new Set(alarms.map(rowOf))].sort()).toEqual([...rows].sort())
  })
})
