import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ProblemDocument } from '../contract/problem.ts'
import { createHttpApp, type HttpApp, type HttpEnv } from '../runtime/http.ts'
import { langIn, mountScreen, otherLangOf, placesFor, type Screen } from './screen.ts'
import type { StaffDeps } from './session.ts'
import { CONSOLE_POLICY, shell } from './shell.ts'
import { wordsIn } from './words.ts'

/** A problem as a page of the console. */
export const showProblem = (
  { status, code, detail, requestId, errors = [] }: ProblemDocument,
  c: Context<HttpEnv>,
): string => {
  const lang = langIn(c)
  const say = wordsIn(lang)
  const scopes = c.get('scopes')
  return shell({
    lang,
    title: say('problem'),
    ...(scopes && { places: placesFor(scopes) }),
    otherLang: otherLangOf(c, lang),
    body: html`<section class="card sign"><h1>${say('problem')}</h1><p lang="en">${detail}</p>${errors.length > 0 ? html`<ul lang="en">${errors.slice(0, 20).map(({ pointer, message }) => html`<li><code>${pointer}</code> ${message}</li>`)}</ul>` : ''}<p class="soft">HTTP ${status} · <code>${code}</code> · ${say('requestId')} ${requestId}</p><p><a href="/console">${say('back')}</a></p></section>`,
  })
}

/** Screens of the console, rendered by the function that they are of and usable without JavaScript. One with a fixed path stands before one whose path has a parameter in its place. */
export const consoleApp = <Deps extends StaffDeps>(deps: Deps, screens: readonly Screen<Deps>[]): HttpApp => {
  const app = createHttpApp(CONSOLE_POLICY, showProblem)
  for (const screen of screens) mountScreen(app, deps, screen)
  return app
}
