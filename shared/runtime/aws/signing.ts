import { createHash, createHmac, createSecretKey, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { type Environment, required, type Service } from './service.ts'

/** SHA-256, or its HMAC when there is a secret, in the form that the signer takes. */
class Sha256 {
  readonly #hash: Hash | Hmac

  /** A secret is text, or a digest made before: as a key object it takes Node a quarter of the time. */
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    if (!secret) this.#hash = createHash('sha256')
    else if (typeof secret === 'string') this.#hash = createHmac('sha256', secret)
    else this.#hash = createHmac('sha256', createSecretKey(secret as Uint8Array))
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

export type Headers = Record<string, string>

/** Signs POST requests to an endpoint (Signature Version 4) with the credentials that the environment holds at that moment. Returns all headers. */
export const signerOf = ({ name }: Service, { protocol, host, pathname }: URL, environment: Environment) => {
  const signer = new SignatureV4({
    service: name,
    region: required(environment, 'AWS_REGION'),
    credentials: async () => ({
      accessKeyId: required(environment, 'AWS_ACCESS_KEY_ID'),
      secretAccessKey: required(environment, 'AWS_SECRET_ACCESS_KEY'),
      sessionToken: environment.AWS_SESSION_TOKEN,
    }),
    sha256: Sha256,
    applyChecksum: false,
  })
  return async (headers: Headers, body: Uint8Array, signingDate: Date): Promise<Headers> => {
    const request = { method: 'POST', protocol, hostname: host, path: pathname, headers: { host, ...headers }, body }
    return (await signer.sign(request, { signingDate })).headers
  }
}
