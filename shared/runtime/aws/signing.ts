import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { type Environment, required, type Service } from './service.ts'

export type Headers = Record<string, string>

const ALGORITHM = 'AWS4-HMAC-SHA256'

const hmac = (key: string | KeyObject, text: string): KeyObject =>
  createSecretKey(createHmac('sha256', key).update(text).digest())

/** 20150830T123600Z */
const moment = (date: Date): string => date.toISOString().replaceAll(/[-:]|\.\d+/g, '')

/** A path that is encoded once is encoded again, as all services but S3 have it. */
const canonicalPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** The key that signs for a service in a region on a day, of which there is one at a time. */
const signingKeys = (region: string, service: string) => {
  let last: { secret: string; day: string; key: KeyObject } | undefined
  return (secret: string, day: string): KeyObject => {
    if (last?.secret !== secret || last.day !== day) {
      const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request')
      last = { secret, day, key }
    }
    return last.key
  }
}

/**
 * Signs POST requests to an endpoint with the credentials that the environment holds at that moment, and returns all headers
 * ("Create a signed AWS API request" of the IAM user guide). Header names are given in lower case.
 */
export const signerOf = ({ name }: Service, { host, pathname }: URL, environment: Environment) => {
  const region = required(environment, 'AWS_REGION')
  const keyOf = signingKeys(region, name)
  const path = canonicalPath(pathname)

  return (headers: Headers, body: Uint8Array, date: Date): Headers => {
    const accessKeyId = required(environment, 'AWS_ACCESS_KEY_ID')
    const secret = required(environment, 'AWS_SECRET_ACCESS_KEY')
    const { AWS_SESSION_TOKEN: token } = environment
    const at = moment(date)
    const day = at.slice(0, 8)
    const sent: Headers = { host, ...headers, 'x-amz-date': at, ...(token && { 'x-amz-security-token': token }) }
    const names = Object.keys(sent).sort()
    const lines = names.map((header) => `${header}:${sent[header]}\n`)
    const request = `POST\n${path}\n\n${lines.join('')}\n${names.join(';')}\n${hash('sha256', body)}`
    const scope = `${day}/${region}/${name}/aws4_request`
    const signature = createHmac('sha256', keyOf(secret, day))
      .update(`${ALGORITHM}\n${at}\n${scope}\n${hash('sha256', request)}`)
      .digest('hex')
    const credential = `${accessKeyId}/${scope}`
    sent.authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    return sent
  }
}
