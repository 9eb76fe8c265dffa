import { beforeAll, describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import type { EndpointSpec } from '../../shared/contract/endpoint.ts'
import { startTestHost } from '../harness/testHost.ts'
import { GOOD, makeWorld, type World } from './world.ts'

const endpoints: EndpointSpec[] = Object.values(topology.functions).flatMap(({ trigger }) =>
  trigger.kind === 'http' ? trigger.endpoints : [],
)

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost({ simulators: true }))
})

const STATUS: Record<string, number> = {
  captureLead: 201,
  createApplication: 201,
  createFollowInvitation: 201,
  createKey: 201,
  createVisitInvitation: 201,
  handOffApplication: 201,
  putCampaign: 201,
  putConnection: 201,
  putPartner: 201,
  recordActivation: 202,
  recordVisit: 202,
  registerLead: 201,
  replayConversion: 202,
  sendPhoneCode: 202,
  setReminder: 201,
  startIdentityCheck: 201,
  startMiniProgramSession: 201,
  takeHandOff: 201,
}
const ofPlatforms = endpoints.filter(({ tag, otherSuccess }) => tag === 'inbound' && otherSuccess)
const withBody = endpoints.filter(({ success }) => Object.keys(success).length > 0)

describe('every endpoint', () => {
  it.each(withBody)('$operationId answers what it declares, and nothing more', async (spec) => {
    const ask = GOOD[spec.operationId]?.(world)
    if (!ask) throw new Error('no good request is known')
    const reply = await world.ask(ask)
    const status = STATUS[spec.operationId] ?? 200
    expect(reply.status).toBe(status)
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/)
    expect(spec.success[status]?.parse(reply.json())).toEqual(reply.json())
  })

  it.each(ofPlatforms)('$operationId takes what its platform sends', async ({ operationId, otherSuccess = {} }) => {
    const ask = GOOD[operationId]?.(world)
    if (!ask) throw new Error('no good request is known')
    expect(otherSuccess).toHaveProperty(String((await world.ask(ask)).status))
  })

  it.each(endpoints)(
    '$operationId answers with a request id, no-store and security headers',
    async ({ operationId }) => {
      const ask = GOOD[operationId]?.(world)
      if (!ask) throw new Error('no good request is known')
      const { headers } = await world.ask(ask)
      expect(headers.get('x-request-id')).toMatch(/.{10,}/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('strict-transport-security')).toContain('max-age=31536000')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    },
  )
})
