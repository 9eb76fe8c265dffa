import { describe, expect, it } from 'vitest'
import { stageOf } from '../../infra/aws/stage.ts'
import { stages } from '../../infra/aws/stages.ts'
import { topology } from '../../infra/topology.ts'
import { everyChoice, everyKind } from './everyKind.ts'
import { synthesize } from './synthesized.ts'

describe('the stacks of a stage', () => {
  it.each(Object.keys(stages))('%s passes every rule pack and keeps the names of what holds data', (name) => {
    const { data, bus } = synthesize(stageOf(stages, name), topology, name)
    expect(data?.Resources.Table?.Type).toBe('AWS::DynamoDB::Table')
    expect(data?.Resources.Table?.DeletionPolicy).toBe('Retain')
    expect(data?.Resources.Key?.Type).toBe('AWS::KMS::Key')
    expect(bus?.Resources.Bus?.Type).toBe('AWS::Events::EventBus')
  })

  it('pass every rule pack with every choice and every kind of trigger', () => {
    const { egress, pipeline } = synthesize(everyChoice, everyKind)
    expect(egress?.Resources.Address?.Type).toBe('AWS::EC2::EIP')
    const inNetwork = Object.values(pipeline?.Resources ?? {}).filter(({ Properties }) => Properties?.VpcConfig)
    expect(inNetwork.length).toBe(1)
  })
})

describe('a stage', () => {
  it('without a required setting is refused by its name', () => {
    const { alarms: _, ...rest } = stages.frankfurt
    expect(() => stageOf({ frankfurt: rest }, 'frankfurt')).toThrow(/the stage "frankfurt" cannot be deployed: alarms/)
  })

  it('in China without an ICP filing is refused with an explanation', () => {
    const { icpFiling: _, ...rest } = stages.beijing
    expect(() => stageOf({ beijing: rest }, 'beijing')).toThrow(/cn-north-1 serves public routes .* Set icpFiling/)
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
