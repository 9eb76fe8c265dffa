import { html } from 'hono/html'
import { timeText } from '../../../shared/console/figures.ts'
import { type Form, required, type Screen, type Visit } from '../../../shared/console/screen.ts'
import { KeyRequest } from '../../../shared/contract/keys.ts'
import { SCOPES } from '../../../shared/contract/scope.ts'
import { DEFAULT_TIMEZONE } from '../../../shared/domain/day.ts'
import { check } from '../../../shared/runtime/validation.ts'
import type { StoredKey } from '../../../shared/store/apiKeyStore.ts'
import type { Html } from '../../../shared/web/html.ts'
import { makeKey } from '../keys.ts'
import type { ConsoleDeps } from './deps.ts'

const keyTable = (
  keys: readonly StoredKey[],
  { say, operator }: Visit,
): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="${say('keys')}"><table><thead><tr><th scope="col">${say('name')}</th><th scope="col">${say('keys')}</th><th scope="col">${say('scopes')}</th><th scope="col">${say('created')}</th><th scope="col">${say('expires')}</th><td></td></tr></thead>
<tbody>${keys.map(
  ({
    keyId,
    name,
    scopes,
    createdAt,
    expiresAt,
  }) => html`<tr><th scope="row">${name}</th><td><code>tk_${keyId}…</code></td><td>${scopes.join(', ')}</td><td>${timeText(createdAt, DEFAULT_TIMEZONE)}</td><td>${expiresAt ? timeText(expiresAt, DEFAULT_TIMEZONE) : say('never')}</td>
<td>${keyId === operator.keyId ? html`<span class="soft">${say('yourKey')}</span>` : html`<a href="/console/keys/${keyId}/revoke" aria-label="${say('revoke')} ${name}">${say('revoke')}</a>`}</td></tr>`,
)}</tbody></table></div>`

const newKeyForm = ({
  say,
  operator,
}: Visit): Html => html`<form class="card wide" method="post" action="/console/keys"><h2>${say('newKey')}</h2>
<div class="field"><label for="name">${say('name')}</label><input id="name" name="name" required maxlength="100"></div>
<fieldset><legend>${say('scopes')}</legend>${SCOPES.filter((scope) => operator.scopes.includes(scope)).map(
  (scope) =>
    html`<label class="check"><input type="checkbox" name="scopes" value="${scope}"><code>${scope}</code></label>`,
)}</fieldset>
<div class="field"><label for="expires">${say('expires')}</label><input id="expires" type="date" name="expires"></div>
<button>${say('newKey')}</button></form>`

const keysPage = async ({ keys }: ConsoleDeps, visit: Visit, notice: Html) => ({
  title: visit.say('keys'),
  body: html`<h1>${visit.say('keys')}</h1>${notice}<section class="card">${keyTable(await keys.list(), visit)}</section>${newKeyForm(visit)}`,
})

const wantedIn = (form: Form) => ({
  name: form.text('name'),
  scopes: form.all('scopes'),
  ...(form.text('expires') && { expiresAt: `${form.text('expires')}T00:00:00.000Z` }),
})

/** API keys: all of them, and a form for a new one, which is shown once. */
export const keysScreen: Screen<ConsoleDeps> = {
  path: '/console/keys',
  scope: 'keys:write',
  place: '/console/keys',
  show: (deps, visit) => keysPage(deps, visit, html``),
  act: async (deps, visit, form) => {
    const { say, operator } = visit
    const checked = await check(KeyRequest, wantedIn(form))
    if ('errors' in checked)
      return {
        ...(await keysPage(
          deps,
          visit,
          html`<p class="notice bad" role="alert">${say('fixErrors')} ${checked.errors.map(({ pointer, message }) => `${pointer.slice(1)} ${message}`).join('; ')}</p>`,
        )),
        status: 422,
      }
    const { key } = await makeKey(deps, { wanted: checked.value, principal: operator, idempotencyKey: undefined })
    return keysPage(
      deps,
      visit,
      html`<div class="notice" role="status"><p>${say('keyOnce')}</p><pre tabindex="0">${key.key}</pre></div>`,
    )
  },
}

/** Asks before a key is revoked. */
export const revokeKeyScreen: Screen<ConsoleDeps> = {
  path: '/console/keys/:keyId/revoke',
  scope: 'keys:write',
  place: '/console/keys',
  show: async ({ keys }, { say, param }) => {
    const { keyId, name } = required(await keys.find(param('keyId')), 'key_not_found')
    return {
      title: say('revoke'),
      body: html`<h1>${say('revoke')}: ${name}</h1><p>${say('revokeSure')}</p>
<form method="post" action="/console/keys/${keyId}/revoke"><button class="danger">${say('revoke')}</button> <a class="button quiet" href="/console/keys">${say('back')}</a></form>`,
    }
  },
  act: async ({ keys }, { c, param }) => {
    if (!(await keys.remove(param('keyId')))) required(undefined, 'key_not_found')
    return c.redirect('/console/keys', 303)
  },
}
