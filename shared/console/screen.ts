import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { Problem } from '../contract/problem.ts'
import type { Scope } from '../contract/scope.ts'
import type { HttpApp, HttpEnv } from '../runtime/http.ts'
import { type Operator, requireScope } from '../runtime/principal.ts'
import type { Html } from '../web/html.ts'
import { type Lang, langOf } from '../web/lang.ts'
import { operatorOf, refuseOtherSites, type StaffDeps } from './session.ts'
import { type Place, shell } from './shell.ts'
import { type Say, wordsIn } from './words.ts'

/** Somebody who is signed in and looks at a screen. */
export type Visit = {
  c: Context<HttpEnv>
  operator: Operator
  lang: Lang
  say: Say
  /** A parameter of the path, or a value of the query; empty when there is none. */
  param: (name: string) => string
  query: (name: string) => string
}

/** What a screen shows, or where it leads. */
export type Shown = { title: string; body: Html; status?: 200 | 404 | 409 | 422 } | Response

/** The values of a form; a name that comes more than once has several. */
export type Form = {
  text: (name: string) => string
  all: (name: string) => string[]
  file: (name: string) => File | undefined
}

/** A screen of the console: who may see it, what it shows, and what its form does. */
export type Screen<Deps> = {
  path: string
  scope: Scope
  /** The place in the navigation that it belongs to. */
  place: string
  show: (deps: Deps, visit: Visit) => Promise<Shown>
  act?: (deps: Deps, visit: Visit, form: Form) => Promise<Shown>
}

const PLACES: readonly (Place & { scope: Scope })[] = [
  { path: '/console', word: 'overview', scope: 'reports:read' },
  { path: '/console/campaigns', word: 'campaigns', scope: 'campaigns:read' },
  { path: '/console/leads', word: 'leads', scope: 'leads:read' },
  { path: '/console/spend', word: 'spend', scope: 'spend:write' },
  { path: '/console/partners', word: 'partnerGate', scope: 'partners:read' },
  { path: '/console/conversions', word: 'conversions', scope: 'conversions:read' },
  { path: '/console/audiences', word: 'audiences', scope: 'audiences:export' },
  { path: '/console/events', word: 'events', scope: 'leads:read' },
  { path: '/console/keys', word: 'keys', scope: 'keys:write' },
  { path: '/console/trouble', word: 'trouble', scope: 'reports:read' },
]

/** Where somebody with these scopes may go. */
export const placesFor = (scopes: readonly Scope[]): Place[] => PLACES.filter(({ scope }) => scopes.includes(scope))

const LANG_COOKIE = 'tuoke-lang'
const YEAR_SECONDS = 365 * 86_400

/** The language that was asked for last, Chinese at first. */
export const langIn = (c: Context<HttpEnv>): Lang => {
  const asked = c.req.query('lang')
  if (asked === undefined) return langOf(getCookie(c, LANG_COOKIE))
  const lang = langOf(asked)
  setCookie(c, LANG_COOKIE, lang, { path: '/console', sameSite: 'Strict', maxAge: YEAR_SECONDS })
  return lang
}

/** This page in the other language. */
export const otherLangOf = (c: Context<HttpEnv>, lang: Lang): string => {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.set('lang', lang === 'zh' ? 'en' : 'zh')
  return `${pathname}?${searchParams}`
}

export const answerHtml = (
  c: Context<HttpEnv>,
  text: string,
  status: 200 | 401 | 404 | 409 | 422 | 429 = 200,
): Response => c.body(text, status, { 'content-type': 'text/html; charset=utf-8' })

/** What a form holds; browsers send line breaks as CR LF, whatever the text had. Ends in the problem `malformed_body`. */
export const formOf = async (c: Context<HttpEnv>): Promise<Form> => {
  const data = await c.req.formData().catch(() => {
    throw new Problem('malformed_body', 'Send the form from the console itself.')
  })
  const all = (name: string): string[] =>
    data.getAll(name).flatMap((value) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n') : []))
  return {
    all,
    text: (name) => all(name)[0] ?? '',
    file: (name) => {
      const value = data.get(name)
      return value instanceof File && value.size > 0 ? value : undefined
    },
  }
}

const visitBy = (c: Context<HttpEnv>, operator: Operator): Visit => {
  const lang = langIn(c)
  return {
    c,
    operator,
    lang,
    say: wordsIn(lang),
    param: (name) => c.req.param(name) ?? '',
    query: (name) => c.req.query(name) ?? '',
  }
}

const pageOf = (shown: Shown, { c, operator, lang }: Visit, { place }: Pick<Screen<never>, 'place'>): Response => {
  if (shown instanceof Response) return shown
  const { title, body, status } = shown
  const places = placesFor(operator.scopes)
  return answerHtml(c, shell({ lang, title, body, places, current: place, otherLang: otherLangOf(c, lang) }), status)
}

const toSignIn = (c: Context<HttpEnv>): Response => {
  const { pathname, search } = new URL(c.req.url)
  return c.redirect(`/console/sign-in?${new URLSearchParams({ next: pathname + search })}`, 303)
}

/** Serves a screen to whoever is signed in and has its scope; everybody else is led to the sign-in. */
export const mountScreen = <Deps extends StaffDeps>(app: HttpApp, deps: Deps, screen: Screen<Deps>): void => {
  const { act } = screen
  app.get(screen.path, async (c) => {
    const operator = await operatorOf(deps, c)
    if (!operator) return toSignIn(c)
    c.set('scopes', operator.scopes)
    requireScope(operator, screen.scope)
    const visit = visitBy(c, operator)
    return pageOf(await screen.show(deps, visit), visit, screen)
  })
  if (!act) return
  app.post(screen.path, async (c) => {
    refuseOtherSites(c)
    const operator = await operatorOf(deps, c)
    if (!operator) return toSignIn(c)
    c.set('scopes', operator.scopes)
    requireScope(operator, screen.scope)
    const visit = visitBy(c, operator)
    return pageOf(await act(deps, visit, await formOf(c)), visit, screen)
  })
}

/** Ends in the problem of something that is not there. */
export const required = <Thing>(
  thing: Thing | undefined,
  code: 'campaign_not_found' | 'lead_not_found' | 'key_not_found' | 'conversion_not_found',
): Thing => {
  if (thing === undefined) throw new Problem(code, 'Check the address.')
  return thing
}
