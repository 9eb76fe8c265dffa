import { html } from 'hono/html'
import type * as z from 'zod'
import { codeWord } from '../../../shared/console/codeWords.ts'
import type { Visit } from '../../../shared/console/screen.ts'
import type { Word } from '../../../shared/console/words.ts'
import type { CampaignSetup } from '../../../shared/contract/campaigns.ts'
import type { Html } from '../../../shared/web/html.ts'

type Setup = Pick<z.infer<typeof CampaignSetup>, 'monitors' | 'leadForms' | 'postbacks'>

/** An address, by whom it is for. */
type Row = { name: string; more?: string | undefined; address: string }

const card = (title: Word, help: Word, rows: readonly Row[], { say, lang }: Visit): Html | '' => {
  if (rows.length === 0) return ''
  return html`<section class="card"><h2>${say(title)}</h2><p class="soft">${say(help)}</p><div class="scroll" tabindex="0" role="region" aria-label="${say(title)}"><table><tbody>${rows.map(
    ({ name, more, address }) =>
      html`<tr><th scope="row">${codeWord(name, lang)}${more === undefined ? '' : html` <code>${more}</code>`}</th><td><code>${address}</code></td></tr>`,
  )}</tbody></table></div></section>`
}

/** What to enter at the ad platforms of a campaign, and to give to its partners. */
export const inboundCards = ({ monitors, leadForms, postbacks }: Setup, visit: Visit): Html => {
  const clicks = monitors.map(({ platform, url }) => ({ name: platform, address: url }))
  const forms = leadForms.map(({ platform, connection, url }) => ({ name: platform, more: connection, address: url }))
  const reports = postbacks.map(({ partnerId, example }) => ({ name: partnerId, address: example }))
  return html`${card('monitors', 'monitorsHelp', clicks, visit)}
${card('leadForms', 'leadFormsHelp', forms, visit)}
${card('postbacks', 'postbacksHelp', reports, visit)}`
}
