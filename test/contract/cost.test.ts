import { beforeAll, describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { send } from '../harness/client.ts'
import { costOf as costOn } from '../harness/requestCost.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost({ topology }))
})

const costOf = (request: () => Promise<unknown>) => costOn(world.host.engine, request)

const touch = {
  url: 'https://loan.bank.example/apply?gdt_vid=wx0abcdefghijklmn&utm_source=wechat&utm_campaign=spring-2026&utm_content=video-12',
}
const lead = (n: number, more: object = {}) => submission(phoneNumber(n), { touch, ...more })
const post = (body: unknown, headers = {}) =>
  send(world.host.url, 'POST', `/v1/campaigns/${world.campaignId}/leads`, { body, headers })

describe('a capture', () => {
  it('is one write of at most two units and no read, once the campaign is known', async () => {
    await post(lead(1))
    expect(await costOf(() => post(lead(2)))).toEqual({ reads: 0, writes: 1, units: 2 })
  })

  it('reads the visit it names', async () => {
    const visit = { visitId: 'visit-00001', ...touch }
    await send(world.host.url, 'POST', `/v1/campaigns/${world.campaignId}/visits`, { body: visit })
    expect(await costOf(() => post(lead(3, { touch: visit })))).toEqual({ reads: 1, writes: 1, units: 2 })
  })

  it('of a duplicate is two writes', async () => {
    await post(lead(4))
    expect(await costOf(() => post(lead(4)))).toMatchObject({ reads: 0, writes: 2 })
  })

  it('with an idempotency key is one transaction', async () => {
    expect(await costOf(() => post(lead(5), { 'idempotency-key': '"k"' }))).toMatchObject({ reads: 0, writes: 1 })
  })
})

it('a visit is one write of one unit', async () => {
  const body = { visitId: 'visit-00002', ...touch }
  const visit = () => send(world.host.url, 'POST', `/v1/campaigns/${world.campaignId}/visits`, { body })
  expect(await costOf(visit)).toEqual({ reads: 0, writes: 1, units: 1 })
})
