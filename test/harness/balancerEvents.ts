import type { ALBEvent, Context } from 'aws-lambda'

/** How a target group is set up: headers and parameters once each, or as lists. */
export type TargetGroup = 'single' | 'multi'

const HEADERS: Readonly<Record<string, string>> = {
  accept: '*/*',
  host: 'clicks.bank.example',
  'user-agent': 'platform/1.0',
  'x-amzn-trace-id': 'Root=1-67a1b2c3-000000000000000000000000',
  'x-forwarded-for': '198.51.100.7, 203.0.113.9',
  'x-forwarded-port': '443',
  'x-forwarded-proto': 'https',
}

const lists = <Value>(values: Readonly<Record<string, Value>>): Record<string, Value[]> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]))

/** What an Application Load Balancer makes of a GET, its parameters as they were sent. */
export const balancerEvent = (address: string, as: TargetGroup): ALBEvent => {
  const [path = '', query = ''] = address.split('?')
  const parameters = Object.fromEntries(
    query.split('&').flatMap((pair): [string, string][] => {
      const [name = '', ...value] = pair.split('=')
      return name === '' ? [] : [[name, value.join('=')]]
    }),
  )
  return {
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/x/1' } },
    httpMethod: 'GET',
    path,
    ...(as === 'single'
      ? { queryStringParameters: parameters, headers: { ...HEADERS } }
      : { multiValueQueryStringParameters: lists(parameters), multiValueHeaders: lists(HEADERS) }),
    body: '',
    isBase64Encoded: false,
  }
}

export const LAMBDA_CONTEXT = { awsRequestId: '00000000-0000-4000-8000-000000000001' } as Context
