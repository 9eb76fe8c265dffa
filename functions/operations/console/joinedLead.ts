import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { required, type Screen, type Visit } from '../../../shared/console/screen.ts'
import type { LeadSummary } from '../../../shared/contract/leads.ts'
import { type Lead, LeadId } from '../../../shared/domain/lead.ts'
import { leadNow } from '../../../shared/leads/leadNow.ts'
import type { Html } from '../../../shared/web/html.ts'
import { undoJoin } from '../joins.ts'
import type { ConsoleDeps } from './deps.ts'

/** Whether a lead counts, and if not, why. */
export const verdictTag = ({ verdict }: Pick<LeadSummary, 'verdict'>, { say, lang }: Visit): Html => {
  if (verdict.status === 'accepted') return html`<span class="tag">${say('accepted')}</span>`
  const refusal = verdict.status === 'rejected' ? verdict.partnerRefusal : undefined
  const why = codeWord(refusal ?? verdict.reason, lang)
  return verdict.status === 'joined'
    ? html`<span class="tag off">${say('joined')}: ${why}</span>`
    : html`<span class="tag no">${say('rejected')}: ${why}</span>`
}

/** What a lead is joined with: the one it goes on as, and whether that can be undone; or those that go on as it. */
export type Joined = { into?: string; isUndoable: boolean; from: readonly string[] }

/** How a lead is joined. One that holds the place of a phone alone is nothing that could go on by itself. */
export const joinedOf = async (deps: ConsoleDeps, { leadId, verdict, joins = [] }: Lead): Promise<Joined> => {
  const from = joins.map((join) => join.leadId)
  if (verdict.status !== 'joined') return { isUndoable: false, from }
  const survivor = await leadNow(deps, verdict.into)
  const isUndoable = survivor?.joins?.some((join) => join.leadId === leadId) ?? false
  return { into: survivor?.leadId ?? verdict.into, isUndoable, from }
}

const leadLink = (leadId: string): Html => html`<a href="/console/leads/${leadId}"><code>${leadId}</code></a>`

/** Where the person of a joined lead goes on, or where they come from; and the way back for who may part leads. */
export const joinedNote = (leadId: string, { into, isUndoable, from }: Joined, { say, operator }: Visit): Html => {
  const mayUndo = isUndoable && operator.scopes.includes('leads:write')
  return html`${into ? html`<p>${say('goesOnAs')} ${leadLink(into)}</p>` : ''}
${from.length > 0 ? html`<p>${say('joinedFrom')} ${from.map(leadLink)}</p>` : ''}
${mayUndo ? html`<form class="bar" method="post" action="/console/leads/${leadId}/join"><span class="soft">${say('undoJoinHelp')}</span><button class="quiet">${say('undoJoin')}</button></form>` : ''}`
}

/** An operator parts a lead from the one it was joined with, and is led back to it. */
export const undoJoinScreen: Screen<ConsoleDeps> = {
  path: '/console/leads/:leadId/join',
  scope: 'leads:write',
  place: '/console/leads',
  show: async (_, { c, param }) => c.redirect(`/console/leads/${param('leadId')}`, 303),
  act: async (deps, { c, param }) => {
    const leadId = required(LeadId.safeParse(param('leadId')).data, 'lead_not_found')
    await undoJoin(deps)(leadId)
    return c.redirect(`/console/leads/${leadId}`, 303)
  },
}
