import { createHash, createHmac } from 'node:crypto'

const ALGORITHM = 'TC3-HMAC-SHA256'

/** What is signed: `headers` in lower case, `content-type` and `host` among them; `path` without a query; `at` in Unix seconds. */
export type Tc3Request = {
  secretId: string
  secretKey: string
  service: string
  path: string
  headers: Record<string, string>
  body: string
  at: number
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const dayOf = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10)

const signedNames = (headers: Record<string, string>): string => Object.keys(headers).sort().join(';')

const canonicalRequest = ({ path, headers, body }: Tc3Request): string => {
  const lines = Object.keys(headers)
    .sort()
    .map((name) => `${name}:${headers[name]?.trim().toLowerCase()}\n`)
  return ['POST', path, '', lines.join(''), signedNames(headers), sha256(body)].join('\n')
}

/** The signature of a POST by Tencent Cloud's signature version 3, in hex. */
export const tc3Signature = (request: Tc3Request): string => {
  const { secretKey, service, at } = request
  const scope = `${dayOf(at)}/${service}/tc3_request`
  const toSign = [ALGORITHM, at, scope, sha256(canonicalRequest(request))].join('\n')
  const key = hmac(hmac(hmac(`TC3${secretKey}`, dayOf(at)), service), 'tc3_request')
  return hmac(key, toSign).toString('hex')
}

/** The `Authorization` header of a request. */
export const tc3Authorization = (request: Tc3Request): string => {
  const credential = `${request.secretId}/${dayOf(request.at)}/${request.service}/tc3_request`
  return `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedNames(request.headers)}, Signature=${tc3Signature(request)}`
}
