import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { Problem } from '../../shared/contract/problem.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { SDK_FILES } from '../../shared/web/sdkFiles.ts'

/** How long a browser goes without asking whether there is a newer script. */
const MAX_AGE_SECONDS = 600

const isFile = (name: string): name is keyof typeof SDK_FILES => Object.hasOwn(SDK_FILES, name)

const etagOf = (text: string): string => `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`

const isKnown = (etag: string, header: string | undefined): boolean =>
  (header ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === etag)

/** A script of the SDK. Pages of any origin may load it, with an integrity hash too. */
export const sdkFile = (c: Context<HttpEnv>): Response => {
  const name = c.req.param('file') ?? ''
  if (!isFile(name)) throw new Problem('route_not_found', 'The script is /sdk/v1.js.')
  const text = SDK_FILES[name]
  const etag = etagOf(text)
  c.header('cache-control', `public, max-age=${MAX_AGE_SECONDS}`)
  c.header('etag', etag)
  c.header('access-control-allow-origin', '*')
  c.header('cross-origin-resource-policy', 'cross-origin')
  if (isKnown(etag, c.req.header('if-none-match'))) return c.body(null, 304)
  return c.body(text, 200, { 'content-type': 'text/javascript; charset=utf-8' })
}
