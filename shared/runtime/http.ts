import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { PROBLEMS, Problem, type ProblemDocument } from '../contract/problem.ts'
import type { Scope } from '../contract/scope.ts'
import type { Campaign } from '../domain/campaign.ts'
import { answerOf } from './gatewayAnswer.ts'
import { requestOf } from './gatewayRequest.ts'
import { inScope, log, note } from './log.ts'

export type HttpEnv = {
  Bindings: { event: APIGatewayProxyEventV2 }
  /** The campaign that the path names, where a function looks it up before all else; what somebody who is signed in may do. */
  Variables: { campaign: Campaign; scopes?: readonly Scope[] }
}

export type HttpApp = Hono<HttpEnv>

/** The id that API Gateway gave the request; it stands in the log and in `x-request-id`. */
export const requestIdOf = (c: Context<HttpEnv>): string => c.env.event.requestContext.requestId

/** Where the caller reached the gateway, such as `https://tuoke.bank.example`. */
export const originOf = ({ env }: Context<HttpEnv>): string => {
  const { headers } = env.event
  return `${headers['x-forwarded-proto'] ?? 'https'}://${headers.host}`
}

/** The caller's address as the gateway saw it. No header can change it. */
export const sourceAddressOf = (c: Context<HttpEnv>): string => c.env.event.requestContext.http.sourceIp

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  log.error('unexpected error', error)
  return new Problem('internal_error', 'Send the request again; if it fails again, report the request id.')
}

const documentOf = (problem: Problem, requestId: string): ProblemDocument => ({
  type: `/problems/${problem.code}`,
  ...PROBLEMS[problem.code],
  detail: problem.detail,
  code: problem.code,
  requestId,
  ...(problem.errors && { errors: problem.errors }),
})

const answerProblem = (c: Context<HttpEnv>, error: unknown, showProblem: ShowProblem): Response => {
  const problem = problemOf(error)
  if (problem.code === 'store_unavailable') log.error('the store is unavailable', problem.cause)
  note({ code: problem.code })
  for (const [name, value] of Object.entries(problem.headers)) c.header(name, value)
  const document = documentOf(problem, requestIdOf(c))
  const page = showProblem(document, c)
  c.header('content-type', page === undefined ? 'application/problem+json' : 'text/html; charset=utf-8')
  return c.body(page ?? JSON.stringify(document), document.status as ContentfulStatusCode)
}

/** What of a page may run and show beside plain HTML: inline styles and scripts by their hashes (`'sha256-…'`), workers and images by where they come from. */
export type PagePolicy = { styles?: string[]; scripts?: string[]; workers?: string[]; images?: readonly string[] }

/** The thank-you page of the campaign: browsers hold the redirect that answers a form to the policy of the form's page. */
const thankYouOrigin = (c: Context<HttpEnv>): string => {
  const { thankYouUrl } = c.get('campaign')?.settings ?? {}
  return thankYouUrl === undefined ? '' : new URL(thankYouUrl).origin
}

/** Nothing may be framed, sniffed, or loaded from elsewhere, but for images from where the page says; a page may talk to its own origin only. */
const securityHeaders = ({
  styles = [],
  scripts = [],
  workers = [],
  images = [],
}: PagePolicy): MiddlewareHandler<HttpEnv> => {
  const formAction = ["'self'", thankYouOrigin]
  const set = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      ...(styles.length > 0 && { styleSrc: styles, imgSrc: ["'self'", 'data:', ...images], formAction }),
      ...(scripts.length > 0 && { scriptSrc: scripts, connectSrc: ["'self'"] }),
      ...(workers.length > 0 && { workerSrc: workers }),
    },
    crossOriginResourcePolicy: false,
    referrerPolicy: 'strict-origin-when-cross-origin',
    strictTransportSecurity: 'max-age=31536000; includeSubDomains',
    xFrameOptions: 'DENY',
  })
  return async (c, next) => {
    await next()
    // Only now is the campaign known.
    await set(c, async () => undefined)
  }
}

/** How a problem is shown to somebody who did not ask for JSON; undefined to answer in JSON all the same. */
export type ShowProblem = (problem: ProblemDocument, c: Context<HttpEnv>) => string | undefined

/** An app whose every answer has a request id, security headers and, on failure, a problem document. */
export const createHttpApp = (policy: PagePolicy = {}, showProblem: ShowProblem = () => undefined): HttpApp => {
  const app: HttpApp = new Hono<HttpEnv>()
  app.use(async (c, next) => {
    c.header('x-request-id', requestIdOf(c))
    c.header('cache-control', 'no-store')
    await next()
    note({ status: c.res.status })
  })
  app.use(securityHeaders(policy))
  app.onError((error, c) => answerProblem(c, error, showProblem))
  app.notFound((c) =>
    answerProblem(c, new Problem('route_not_found', 'See the API reference for what there is.'), showProblem),
  )
  return app
}

/** The Lambda handler of an app behind an HTTP API (payload format 2.0). */
export const lambdaHandler =
  (service: string, app: HttpApp) =>
  (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const traceId = event.headers['x-amzn-trace-id']
    return inScope({ service, requestId: event.requestContext.requestId, traceId }, async () => {
      note({ operation: event.routeKey })
      return answerOf(await app.fetch(requestOf(event), { event }))
    })
  }
