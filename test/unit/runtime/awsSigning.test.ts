import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endpointOf, type Service } from '../../../shared/runtime/aws/service.ts'
import { signerOf } from '../../../shared/runtime/aws/signing.ts'

/** The caller and the moment of AWS's published Signature Version 4 test suite. */
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const ENVIRONMENT = { AWS_REGION: 'us-east-1', ...KEYS }
const DATE = new Date('2015-08-30T12:36:00Z')
const TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=='

/** SHA-256 in the form that the SDK's signer takes. */
class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret ? createHmac('sha256', secret as string | Uint8Array) : createHash('sha256')
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    throw new Error('a hash is used once')
  }
}

const service: Service = { name: 'service', variable: 'SERVICE', target: 'Target', version: '1.0' }
const endpoint = new URL('https://example.amazonaws.com')

describe('a signature', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  it.each([
    ['post-vanilla', {}, '', undefined, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'post-x-www-form-urlencoded',
      form,
      'Param1=value1',
      undefined,
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
    ['post-sts-header-before', {}, '', TOKEN, '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead'],
  ])('is that of the test suite for %s', async (_, headers, body, AWS_SESSION_TOKEN, signature) => {
    const sign = signerOf(service, endpoint, { ...ENVIRONMENT, AWS_SESSION_TOKEN })
    const signed = await sign(headers, Buffer.from(body), DATE)
    expect(signed.authorization).toContain('Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ')
    expect(signed.authorization).toContain(`, Signature=${signature}`)
  })

  it('is that of the AWS SDK for whatever is sent', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'aZ09 -_.~%+=é中') })
    const path = fc.array(text.map((name) => `a${name}`)).map((names) => names.join('/'))
    const requests = fc.record({ path, body: text, target: text.map(encodeURIComponent), token: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        requests,
        fc.date({ min: DATE, noInvalidDate: true }),
        async ({ path, body, target, token }, at) => {
          const url = new URL(endpoint)
          url.pathname = path
          const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target }
          const environment = { ...ENVIRONMENT, AWS_SESSION_TOKEN: token ? TOKEN : undefined }
          const sdk = new SignatureV4({
            service: service.name,
            region: 'us-east-1',
            credentials: {
              accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
              secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
              ...(token && { sessionToken: TOKEN }),
            },
            sha256: Sha256,
            applyChecksum: false,
          })
          const { protocol, host, hostname, pathname } = url
          const request = { method: 'POST', protocol, hostname, path: pathname, headers: { host, ...headers }, body }
          const { headers: expected } = await sdk.sign(request, { signingDate: at })
          expect(signerOf(service, url, environment)(headers, Buffer.from(body), at)).toEqual(expected)
        },
      ),
    )
  })

  it('covers target, type, host and port, and nothing that is not sent', async () => {
    const sign = signerOf(service, new URL('http://127.0.0.1:8000'), ENVIRONMENT)
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Target.Do' }
    const { authorization, ...sent } = await sign(headers, Buffer.from('{}'), DATE)
    expect(sent).toEqual({ ...headers, host: '127.0.0.1:8000', 'x-amz-date': '20150830T123600Z' })
    expect(authorization).toContain('SignedHeaders=content-type;host;x-amz-date;x-amz-target,')
  })

  it.each(['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('needs %s and says so', async (name) => {
    const signed = async () =>
      signerOf(service, endpoint, { ...ENVIRONMENT, [name]: undefined })({}, Buffer.alloc(0), DATE)
    await expect(signed()).rejects.toThrow(`the environment holds no ${name}`)
  })
})

describe('an endpoint', () => {
  const events: Service = { name: 'events', variable: 'EVENTBRIDGE', target: 'AWSEvents', version: '1.1' }
  it.each([
    [{ AWS_REGION: 'us-east-1' }, 'https://events.us-east-1.amazonaws.com/'],
    [{ AWS_REGION: 'cn-north-1' }, 'https://events.cn-north-1.amazonaws.com.cn/'],
    [{ AWS_REGION: 'cn-northwest-1' }, 'https://events.cn-northwest-1.amazonaws.com.cn/'],
    [{ AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1/'],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://[::1]:2' }, 'http://[::1]:2/'],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_KMS: 'http://[::1]:2' }, 'http://127.0.0.1:1/'],
  ])('by %j is %s', (environment, url) => {
    expect(endpointOf(events, environment).href).toBe(url)
  })
})
