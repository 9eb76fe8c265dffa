import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, describe, expect, it } from 'vitest'
import { awsEnvironment, isAws, setEnvironment } from '../../infra/local/environment.ts'
import { atEnd, temporaryFolder } from '../harness/place.ts'

const authorizations: string[] = []
const server = createServer((request, response) => {
  authorizations.push(request.headers.authorization ?? '')
  response.end('{}')
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
atEnd(() => void server.close())
const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const before = { ...process.env }
afterEach(() => {
  setEnvironment(Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])))
  setEnvironment(before)
  authorizations.length = 0
})

describe('the environment of the AWS SDK', () => {
  it('is this machine only, whatever the user has set', () => {
    const users = {
      AWS_PROFILE: 'prod',
      AWS_SESSION_TOKEN: 'secret',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_ENDPOINT_URL_SQS: 'https://elsewhere.example',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.2/',
      PATH: '/bin',
    }
    const changes = awsEnvironment(users, { dynamodb: 'http://127.0.0.1:1', others: here })
    const result = Object.fromEntries(
      Object.entries({ ...users, ...changes }).filter(([, value]) => value !== undefined),
    )
    expect(result).toEqual({
      PATH: '/bin',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'us-east-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: here,
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB_STREAMS: 'http://127.0.0.1:1',
    })
  })

  it('keeps the SDK from a profile, a file and an endpoint of the user’s', async () => {
    const folder = temporaryFolder()
    const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')]
    writeFileSync(config, '[default]\nregion = eu-west-1\nignore_configured_endpoint_urls = true\n')
    writeFileSync(credentials, '[default]\naws_access_key_id = REAL\naws_secret_access_key = REAL\n')
    setEnvironment({
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_PROFILE: 'default',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
    })
    setEnvironment(awsEnvironment(process.env, { dynamodb: 'http://127.0.0.1:1', others: here }))
    await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [] }))
    await new SQSClient({ md5: false }).send(new SendMessageCommand({ QueueUrl: `${here}/0/q`, MessageBody: 'x' }))
    expect(authorizations).toHaveLength(2)
    for (const authorization of authorizations) expect(authorization).toMatch(/Credential=local\/\d+\/us-east-1\//)
  })

  it('of a table of AWS itself keeps the credentials there are, and all other services here', () => {
    const users = { AWS_PROFILE: 'prod', AWS_REGION: 'cn-north-1' }
    const dynamodb = 'https://dynamodb.cn-north-1.amazonaws.com.cn'
    expect(awsEnvironment(users, { dynamodb, others: here })).toEqual({
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: here,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      AWS_ENDPOINT_URL_DYNAMODB_STREAMS: 'https://streams.dynamodb.cn-north-1.amazonaws.com.cn',
    })
  })

  it.each([
    ['https://dynamodb.us-east-1.amazonaws.com', true],
    ['https://dynamodb.cn-north-1.amazonaws.com.cn', true],
    ['http://localhost:8000', false],
    ['https://amazonaws.com.evil.example', false],
    ['https://dynamodb.evil-amazonaws.com.example/', false],
  ])('takes %s for AWS: %s', (endpoint, expected) => {
    expect(isAws(endpoint)).toBe(expected)
  })
})
