import { html } from 'hono/html'
import type { Form, Screen, Visit } from '../../../shared/console/screen.ts'
import { Problem } from '../../../shared/contract/problem.ts'
import type { Partner } from '../../../shared/domain/partner.ts'
import { requireScope } from '../../../shared/runtime/principal.ts'
import { keepPartner } from '../keepPartner.ts'
import { partnerOfKey, requireOwnStaff, seenPartner } from '../ownPartner.ts'
import type { PartnerConsoleDeps } from './deps.ts'
import { explained } from './explained.ts'
import { glanceAt } from './glance.ts'
import { actForm, standing, statementCard, termsTable, testTable } from './partnerCards.ts'
import { partnerWordsIn } from './words.ts'

type Notice = { text: string; isBad?: true }

const page = async (deps: PartnerConsoleDeps, visit: Visit, notice?: Notice) => {
  const { lang, operator, param } = visit
  const say = partnerWordsIn(lang)
  const partner = await seenPartner(deps, operator, param('partnerId'))
  const glance = await glanceAt(deps, partner)
  const mayWrite = operator.scopes.includes('partners:write') && partnerOfKey(operator) === undefined
  return {
    title: partner.settings.name,
    body: html`<h1>${partner.settings.name} <code>${partner.partnerId}</code></h1>
${notice ? html`<p class="${notice.isBad ? 'notice bad' : 'notice'}" role="${notice.isBad ? 'alert' : 'status'}">${notice.text}</p>` : ''}
${partner.pausedBecause ? html`<section class="card"><h2>${say('why')}</h2>${explained(partner.pausedBecause, lang)}</section>` : ''}
<section class="card">${standing(glance, visit)}${mayWrite ? actForm(partner, visit) : ''}</section>
<section class="card"><h2>${say('test')}</h2>${testTable(glance, visit)}</section>
${statementCard(glance, visit)}
<section class="card"><h2>${say('terms')}</h2>${termsTable(partner, visit)}</section>`,
  }
}

/** Sets the status of a partner as it was shown; false when somebody changed it meanwhile. */
const isSet = async (deps: PartnerConsoleDeps, before: Partner, form: Form): Promise<boolean> => {
  if (form.text('version') !== String(before.version)) return false
  const status = form.text('status') === 'active' ? 'active' : 'paused'
  try {
    await keepPartner(deps, { partnerId: before.partnerId, settings: { ...before.settings, status }, before })
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'version_stale') return false
    throw error
  }
}

/** One partner: why it is paused, how it stands, what it is owed; staff pause it and let it in again. */
export const partnerScreen: Screen<PartnerConsoleDeps> = {
  path: '/console/partners/:partnerId',
  scope: 'partners:read',
  place: '/console/partners',
  show: (deps, visit) => page(deps, visit),
  act: async (deps, visit, form) => {
    const { operator, lang, param } = visit
    requireScope(operator, 'partners:write')
    requireOwnStaff(operator)
    const say = partnerWordsIn(lang)
    const before = await seenPartner(deps, operator, param('partnerId'))
    if (!(await isSet(deps, before, form)))
      return { ...(await page(deps, visit, { text: say('stale'), isBad: true })), status: 409 }
    return page(deps, visit, { text: say(form.text('status') === 'active' ? 'letInNow' : 'pausedNow') })
  },
}
