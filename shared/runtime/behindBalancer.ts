import { STATUS_CODES } from 'node:http'
import type {
  ALBEvent,
  ALBResult,
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context as LambdaContext,
} from 'aws-lambda'

type Handler = (event: APIGatewayProxyEventV2, context: LambdaContext) => Promise<APIGatewayProxyStructuredResultV2>

const isFromBalancer = (event: APIGatewayProxyEventV2 | ALBEvent): event is ALBEvent => 'elb' in event.requestContext

/** A target group gives headers and parameters once each or as lists, as it is set up. */
const listed = <Value>(
  one: Record<string, Value | undefined> | undefined,
  many: Record<string, Value[] | undefined> | undefined,
): [string, Value][] =>
  many
    ? Object.entries(many).flatMap(([name, values = []]) => values.map((value): [string, Value] => [name, value]))
    : Object.entries(one ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))

const headersOf = ({ headers, multiValueHeaders }: ALBEvent): Record<string, string> => {
  const all = new Map<string, string>()
  for (const [name, value] of listed(headers, multiValueHeaders)) {
    const before = all.get(name.toLowerCase())
    all.set(name.toLowerCase(), before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(all)
}

/** A load balancer passes parameters on as they were sent, undecoded. */
const queryOf = ({ queryStringParameters, multiValueQueryStringParameters }: ALBEvent): string =>
  listed(queryStringParameters, multiValueQueryStringParameters)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** It passes the path on undecoded too; an HTTP API does not. */
const pathOf = ({ path }: ALBEvent): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The caller as the load balancer saw it: the last address, for those before are what others say. */
const sourceOf = (headers: Record<string, string>): string =>
  headers['x-forwarded-for']?.split(',').at(-1)?.trim() ?? ''

/** The event that an HTTP API would have made of the same request. */
const eventOf = (event: ALBEvent, { awsRequestId: requestId }: LambdaContext): APIGatewayProxyEventV2 => {
  const headers = headersOf(event)
  const rawPath = pathOf(event)
  const routeKey = '$default'
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: queryOf(event),
    headers,
    requestContext: {
      accountId: '',
      apiId: '',
      domainName: headers.host ?? '',
      domainPrefix: '',
      http: {
        method: event.httpMethod,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: sourceOf(headers),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: routeKey,
      time: '',
      timeEpoch: 0,
    },
    ...(event.body && { body: event.body }),
    isBase64Encoded: event.isBase64Encoded,
  }
}

/** The answer as a load balancer takes it: with lists of headers where it sent such. */
const resultOf = ({ multiValueHeaders }: ALBEvent, answer: APIGatewayProxyStructuredResultV2): ALBResult => {
  const { statusCode = 500, headers = {}, body = '', isBase64Encoded = false } = answer
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  return {
    statusCode,
    statusDescription: `${statusCode} ${STATUS_CODES[statusCode]}`,
    ...(multiValueHeaders
      ? { multiValueHeaders: Object.fromEntries(texts.map(([name, value]) => [name, [value]])) }
      : { headers: Object.fromEntries(texts) }),
    body,
    isBase64Encoded,
  }
}

/** Serves the events of an Application Load Balancer beside those of an HTTP API. */
export const behindBalancer =
  (serve: Handler) =>
  async (
    event: APIGatewayProxyEventV2 | ALBEvent,
    context: LambdaContext,
  ): Promise<APIGatewayProxyStructuredResultV2 | ALBResult> =>
    isFromBalancer(event) ? resultOf(event, await serve(eventOf(event, context), context)) : serve(event, context)
