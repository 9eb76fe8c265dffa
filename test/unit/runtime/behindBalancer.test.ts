import type { ALBEvent, APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { behindBalancer } from '../../../shared/runtime/behindBalancer.ts'
import { balancerEvent, LAMBDA_CONTEXT, type TargetGroup } from '../../harness/balancerEvents.ts'

const GROUPS: TargetGroup[] = ['single', 'multi']

/** The event that a function is served with, and what the load balancer is answered. */
const served = async (event: ALBEvent) => {
  const events: APIGatewayProxyEventV2[] = []
  const handler = behindBalancer(async (event) => {
    events.push(event)
    return { statusCode: 404, headers: { 'content-type': 'text/plain', 'x-count': 1 }, body: 'nothing' }
  })
  const answer = await handler(event, LAMBDA_CONTEXT)
  return { event: events[0], answer }
}

describe.each(GROUPS)('a request of a target group with %s values', (as) => {
  it('is the event that an HTTP API would have made', async () => {
    const { event } = await served(
      balancerEvent('/v1/in/%E8%85%BE/x?a=1%2B1&callback=https%3A%2F%2Fe%3Fcb%3Dx%252B', as),
    )
    expect(event).toMatchObject({
      version: '2.0',
      rawPath: '/v1/in/腾/x',
      rawQueryString: 'a=1%2B1&callback=https%3A%2F%2Fe%3Fcb%3Dx%252B',
      headers: { host: 'clicks.bank.example', 'x-amzn-trace-id': expect.stringMatching(/^Root=/) },
      requestContext: {
        requestId: LAMBDA_CONTEXT.awsRequestId,
        http: { method: 'GET', path: '/v1/in/腾/x', sourceIp: '203.0.113.9', userAgent: 'platform/1.0' },
      },
      isBase64Encoded: false,
    })
    expect(event).not.toHaveProperty('body')
  })

  it('may have a path that cannot be decoded, and no query', async () => {
    const { event } = await served(balancerEvent('/%zz', as))
    expect(event).toMatchObject({ rawPath: '/%zz', rawQueryString: '' })
  })

  it('is answered in the same way', async () => {
    const { answer } = await served(balancerEvent('/', as))
    const headers = { 'content-type': 'text/plain', 'x-count': '1' }
    const lists = { 'content-type': ['text/plain'], 'x-count': ['1'] }
    expect(answer).toEqual({
      statusCode: 404,
      statusDescription: '404 Not Found',
      ...(as === 'single' ? { headers } : { multiValueHeaders: lists }),
      body: 'nothing',
      isBase64Encoded: false,
    })
  })
})

it('a parameter or a header that comes twice is passed on twice, as an HTTP API does', async () => {
  const event = {
    ...balancerEvent('/', 'multi'),
    multiValueQueryStringParameters: { a: ['1', '2'] },
    multiValueHeaders: { Accept: ['x', 'y'] },
  }
  expect((await served(event)).event).toMatchObject({ rawQueryString: 'a=1&a=2', headers: { accept: 'x,y' } })
})

it('a body is passed on as it came', async () => {
  const event = { ...balancerEvent('/', 'single'), httpMethod: 'POST', body: 'eA==', isBase64Encoded: true }
  expect((await served(event)).event).toMatchObject({
    body: 'eA==',
    isBase64Encoded: true,
    requestContext: { http: { method: 'POST' } },
  })
})

it('the event of an HTTP API is passed through untouched, and so is its answer', async () => {
  const event = { version: '2.0', requestContext: { http: {} } } as unknown as APIGatewayProxyEventV2
  const answer = { statusCode: 200, cookies: ['a=b'] }
  const handler = behindBalancer(async (given) => (given === event ? answer : { statusCode: 500 }))
  expect(await handler(event, LAMBDA_CONTEXT)).toBe(answer)
})
