import type { Tc3Request } from '../../../../shared/tencentCloud/tc3.ts'
import { tc3Signature } from '../../../../shared/tencentCloud/tc3.ts'
import { ACCOUNT } from './account.ts'

/** How far a request's clock may be off, in seconds. */
const SKEW_SECONDS = 300

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 Credential=([^/ ]+)\/(\d{4}-\d\d-\d\d)\/([a-z]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

type Signed = { service: string; path: string; header: (name: string) => string | undefined; body: string }

const requestOf = ({ service, path, header, body }: Signed, names: string[], at: number): Tc3Request => ({
  ...ACCOUNT,
  service,
  path,
  headers: Object.fromEntries(names.map((name) => [name, header(name) ?? ''])),
  body,
  at,
})

/** The code of what is wrong with a request's signature, undefined when it is right. */
export const signatureProblem = (signed: Signed, now: Date): string | undefined => {
  const [, secretId, day, service, names = '', signature] =
    AUTHORIZATION.exec(signed.header('authorization') ?? '') ?? []
  if (secretId === undefined) return 'AuthFailure.InvalidAuthorization'
  if (secretId !== ACCOUNT.secretId) return 'AuthFailure.SecretIdNotFound'
  const at = Number(signed.header('x-tc-timestamp'))
  if (!Number.isInteger(at) || at === 0) return 'MissingParameter'
  if (Math.abs(now.getTime() / 1000 - at) > SKEW_SECONDS) return 'AuthFailure.SignatureExpire'
  const list = names.split(';')
  const isWhole = list.includes('content-type') && list.includes('host') && service === signed.service
  const isOfDay = day === new Date(at * 1000).toISOString().slice(0, 10)
  const isRight = isWhole && isOfDay && tc3Signature(requestOf(signed, list, at)) === signature
  return isRight ? undefined : 'AuthFailure.SignatureFailure'
}
