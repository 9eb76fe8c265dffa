import { type App, Stack } from 'aws-cdk-lib'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { describe, expect, it } from 'vitest'
import { checkRules } from '../../infra/aws/rules.ts'
import { stageOf } from '../../infra/aws/stage.ts'
import { stages } from '../../infra/aws/stages.ts'
import { topology } from '../../infra/topology.ts'
import { everyChoice, everyKind } from './everyKind.ts'
import { synthesize } from './synthesized.ts'

describe('the stacks of a stage', () => {
  it('pass every rule pack with every choice and every kind of trigger', () => {
    const { egress, pipeline } = synthesize(everyChoice, everyKind, 'test', checkRules)
    expect(egress?.Resources.Address?.Type).toBe('AWS::EC2::EIP')
    const inNetwork = Object.values(pipeline?.Resources ?? {}).filter(({ Properties }) => Properties?.VpcConfig)
    expect(inNetwork.length).toBe(1)
  })

  it('are refused by the rule packs for a finding that nobody accepted', () => {
    const addTopic = (app: App) => {
      checkRules(app)
      new Topic(new Stack(app, 'careless'), 'Open')
    }
    expect(() => synthesize(everyChoice, everyKind, 'test', addTopic)).toThrow('AwsSolutions-SNS3')
  })
})

const { frankfurt, beijing } = stages
const { alarms: _alarms, ...withoutAlarms } = frankfurt
const { icpFiling: _icpFiling, ...unfiled } = beijing

const UNFIT: [what: string, name: string, stage: unknown, complaint: RegExp][] = [
  ['that is unknown', 'nowhere', undefined, /^there is no stage "nowhere" in infra\/aws\/stages\.ts, which has it$/],
  ['whose name could not be one of stacks', 'my-stage', frankfurt, /^"my-stage" is no name for a stage/],
  ['without a required setting', 'it', withoutAlarms, /^the stage "it" cannot be deployed: alarms/],
  ['with a setting that there is not', 'it', { ...frankfurt, colour: 'red' }, /cannot be deployed: .*"colour"/],
  ['with a reason of one word', 'it', { ...frankfurt, alarms: { none: 'no' } }, /cannot be deployed: alarms/],
  ['in a region that nobody tried', 'it', { ...frankfurt, region: 'mars-1' }, /cannot be deployed: region/],
  ['in China without an ICP filing', 'it', unfiled, /cn-north-1 serves public routes .* Set icpFiling/],
]

describe('a stage', () => {
  it.each(UNFIT)('%s is refused in one sentence', (_, name, stage, complaint) => {
    const given = stage === undefined ? { it: frankfurt } : { [name]: stage }
    expect(() => stageOf(given, name)).toThrow(complaint)
  })

  it('that sets the memory of no function is refused', () => {
    const stage = { ...frankfurt, memoryMb: { captures: 512 } }
    expect(() => synthesize(stage, topology)).toThrow(
      'the stage "test" sets the memory of captures, which is no function',
    )
  })

  it('that pays for a fixed address which no function calls from is refused', () => {
    expect(() => synthesize({ ...frankfurt, fixedAddress: true }, topology)).toThrow(
      /^the stage "test" asks for a fixed address, .* no function of the topology calls from one$/,
    )
  })
})

describe('a stage with a restored table', () => {
  const streamArn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/restored/stream/2026-11-26T00:00:00.000' as const
  const stage = { ...everyChoice, restoredTable: { name: 'restored', streamArn } }
  const { data, api, pipeline } = synthesize(stage, everyKind)
  const resources = [...Object.values(api?.Resources ?? {}), ...Object.values(pipeline?.Resources ?? {})]

  it('works on that one, and keeps its own', () => {
    const names = resources.flatMap(({ Properties }) => {
      const { Variables } = (Properties?.Environment ?? {}) as { Variables?: Record<string, unknown> }
      return Variables?.TABLE_NAME ?? []
    })
    expect(names.length).toBeGreaterThan(4)
    expect(new Set(names)).toEqual(new Set(['restored']))
    const streams = resources.flatMap(({ Properties }) =>
      Properties?.StartingPosition ? [Properties.EventSourceArn] : [],
    )
    expect(new Set(streams)).toEqual(new Set([streamArn]))
    expect(data?.Resources.Table?.DeletionPolicy).toBe('Retain')
  })

  it('asks nothing of the data stack that is there already, so that it can be deployed before it', () => {
    expect(JSON.stringify(resources)).not.toMatch(/ImportValue":"[^"]*Table/)
  })
})
