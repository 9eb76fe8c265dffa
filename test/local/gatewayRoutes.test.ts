import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { script } from '../fixtures/functions/scripted.ts'
import { topologyOf } from './functionTopology.ts'
import { http, startBench } from './startedGateway.ts'

const ROUTES = http(
  'GET /echo',
  'OPTIONS /echo',
  'GET /items/{id}',
  'GET /items/special',
  'GET /items/{id}/parts/{part}',
  'GET /{group}/special/parts/{part}',
)
const { url } = await startBench(topologyOf({ echo: ROUTES, rest: http('$default') }))

const seen: string[] = []
for (const name of ['echo', 'rest'])
  script(name, ({ routeKey }: APIGatewayProxyEventV2) => {
    seen.push(routeKey)
    return { statusCode: 200 }
  })

describe('the route of a request', () => {
  it.each([
    ['GET', '/items/special', 'GET /items/special'],
    ['GET', '/items/other', 'GET /items/{id}'],
    ['GET', '/items/special/parts/1', 'GET /items/{id}/parts/{part}'],
    ['GET', '/things/special/parts/1', 'GET /{group}/special/parts/{part}'],
    ['GET', '/items', '$default'],
    ['GET', '/items/', '$default'],
    ['GET', '/items/a/', '$default'],
    ['GET', '/echo/', '$default'],
    ['GET', '//echo', '$default'],
    ['GET', '/', '$default'],
    ['HEAD', '/echo', '$default'],
    ['DELETE', '/echo', '$default'],
    ['OPTIONS', '/echo', 'OPTIONS /echo'],
  ])('of %s %s is %s', async (method, path, routeKey) => {
    expect((await fetch(url + path, { method })).status).toBe(200)
    expect(seen.at(-1)).toBe(routeKey)
  })

  it('of none is 404 without $default', async () => {
    const bare = await startBench(topologyOf({ echo: http('GET /echo') }))
    const answer = await fetch(`${bare.url}/other`)
    expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not Found' }])
  })
})

describe('a route', () => {
  it.each([
    [
      'declared by two functions',
      { a: http('GET /x'), b: http('GET /x') },
      '"GET /x" is declared twice: by a and by b',
    ],
    ['declared twice by one function', { a: http('GET /x', 'GET /x') }, '"GET /x" is declared twice: by a and by a'],
    ['the same but for the name of a parameter', { a: http('GET /x/{a}'), b: http('GET /x/{b}') }, 'declared twice'],
    ['$default of two functions', { a: http('$default'), b: http('$default') }, 'declared twice'],
    ['of any method', { a: http('ANY /x') }, 'not of a known form'],
    ['with a greedy parameter', { a: http('GET /{proxy+}') }, 'not of a known form'],
    ['with a parameter inside a part', { a: http('GET /x-{a}') }, 'not of a known form'],
    ['without a slash', { a: http('GET x') }, 'not of a known form'],
  ])('%s is refused', async (_, triggers, message) => {
    await expect(startBench(topologyOf(triggers))).rejects.toThrow(message)
  })
})
