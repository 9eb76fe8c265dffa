import type { Context } from 'hono'
import { Problem } from '../../shared/contract/problem.ts'
import { createHttpApp, type HttpApp, type HttpEnv } from '../../shared/runtime/http.ts'
import { sourceHash } from '../../shared/web/html.ts'
import { DOCS_SCRIPT, DOCS_STYLE } from './docsPage.ts'
import { eventsPage, parseEvents } from './eventsPage.ts'
import { guidePage } from './guidePage.ts'
import { GUIDES } from './guides.ts'
import { parseApi, referencePage } from './referencePage.ts'

/** Reads a file of the project. */
export type ReadText = (file: string) => string

const OPENAPI = 'openapi/openapi.yaml'
const ASYNCAPI = 'openapi/asyncapi.yaml'

/** Makes a page at its first request and keeps it. */
const once = (make: () => string): (() => string) => {
  let made: string | undefined
  return () => {
    made ??= make()
    return made
  }
}

const answer = (c: Context<HttpEnv>, type: string, text: string): Response => {
  c.header('cache-control', 'public, max-age=300')
  return c.body(text, 200, { 'content-type': `${type}; charset=utf-8` })
}

/** The API reference, the catalogue of events and the guides, for who builds on the API. */
export const createDocsApp = (read: ReadText): HttpApp => {
  const app = createHttpApp({ styles: [sourceHash(DOCS_STYLE)], scripts: [sourceHash(DOCS_SCRIPT)] })
  const reference = once(() => referencePage(parseApi(read(OPENAPI))))
  const events = once(() => eventsPage(parseEvents(read(ASYNCAPI))))
  const guides = new Map(GUIDES.map((one) => [one.guide as string, once(() => guidePage(one, read(one.file)))]))
  app.get('/docs', (c) => answer(c, 'text/html', reference()))
  app.get('/docs/events', (c) => answer(c, 'text/html', events()))
  app.get('/docs/guides/:guide', (c) => {
    const guide = guides.get(c.req.param('guide'))
    if (!guide) throw new Problem('route_not_found', 'See /docs for the guides that there are.')
    return answer(c, 'text/html', guide())
  })
  app.get('/openapi.yaml', (c) => answer(c, 'application/yaml', read(OPENAPI)))
  app.get('/asyncapi.yaml', (c) => answer(c, 'application/yaml', read(ASYNCAPI)))
  return app
}
