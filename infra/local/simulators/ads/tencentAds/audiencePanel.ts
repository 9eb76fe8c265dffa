import { html } from 'hono/html'
import type { Html } from '../../../../../shared/web/html.ts'
import type { AudienceList } from './audienceList.ts'

/** The audiences of the account, on its panel. */
export const audiencePanel = (audiences: AudienceList): Html => {
  const all = audiences.newest()
  return html`<h3 class="plain">收到的人群包</h3>
${all.length === 0 ? html`<p class="fine">还没有收到人群包。</p>` : ''}
<table>${all.map(({ name, description, files, members }) => html`<tr><td><code>${name}</code><br><small>${description}</small></td><td>${files.length} 个文件</td><td>${members.length} 人</td></tr>`)}</table>`
}
