import type { Context } from 'hono'
import { html } from 'hono/html'
import { answerHtml, formOf, langIn, otherLangOf } from '../../../shared/console/screen.ts'
import { refuseOtherSites, signIn, signOut } from '../../../shared/console/session.ts'
import { shell } from '../../../shared/console/shell.ts'
import { wordsIn } from '../../../shared/console/words.ts'
import { Problem } from '../../../shared/contract/problem.ts'
import type { HttpApp, HttpEnv } from '../../../shared/runtime/http.ts'
import type { ConsoleDeps } from './deps.ts'

/** Only a page of the console: a link to the sign-in must not lead anywhere else. */
const nextOf = (asked: string | undefined): string =>
  asked !== undefined && /^\/console(?:[/?]|$)/.test(asked) && !asked.includes('//') && !asked.includes('\\')
    ? asked
    : '/console'

const signInPage = (c: Context<HttpEnv>, next: string, complaint: string): string => {
  const lang = langIn(c)
  const say = wordsIn(lang)
  return shell({
    lang,
    title: say('signIn'),
    otherLang: otherLangOf(c, lang),
    body: html`<form class="card wide sign" method="post" action="/console/session"><h1>${say('signIn')}</h1><p class="soft">${say('signInHelp')}</p>
${complaint === '' ? '' : html`<p class="notice bad" role="alert">${complaint}</p>`}
<input type="hidden" name="next" value="${next}">
<div class="field"><label for="key">${say('apiKey')}</label><input id="key" name="key" type="password" autocomplete="current-password" required autofocus spellcheck="false"></div>
<button>${say('signIn')}</button></form>`,
  })
}

/** The way in and out of the console. */
export const mountSignIn = (app: HttpApp, deps: ConsoleDeps): void => {
  app.get('/console/sign-in', (c) => answerHtml(c, signInPage(c, nextOf(c.req.query('next')), '')))
  app.post('/console/session', async (c) => {
    refuseOtherSites(c)
    const form = await formOf(c)
    const next = nextOf(form.text('next'))
    try {
      if (await signIn(deps, c, form.text('key').trim())) return c.redirect(next, 303)
      return answerHtml(c, signInPage(c, next, wordsIn(langIn(c))('wrongKey')), 401)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'too_many_tries') throw error
      for (const [name, value] of Object.entries(error.headers)) c.header(name, value)
      return answerHtml(c, signInPage(c, next, error.detail), 429)
    }
  })
  app.post('/console/sign-out', async (c) => {
    refuseOtherSites(c)
    await signOut(deps, c)
    return c.redirect('/console/sign-in', 303)
  })
}
