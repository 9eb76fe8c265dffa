import { html } from 'hono/html'
import type { Html } from '../html.ts'

/** One step of a funnel. `share` is that of the step it is measured against, as a text such as `42.1%`. */
export type FunnelStep = { label: string; count: number; countText: string; share?: string }

const WIDTH = 480
const ROW = 46
const BAR = 26
const LABEL = 92
const FIGURES = 140

/** A funnel as bars, one under the other, each as wide as its count; what it shows stands beside it as text. */
export const funnelChart = ({ title, steps }: { title: string; steps: readonly FunnelStep[] }): Html => {
  const largest = Math.max(1, ...steps.map(({ count }) => count))
  const room = WIDTH - LABEL - FIGURES
  const widthOf = (count: number): number => (count === 0 ? 0 : Math.max(2, Math.round((count / largest) * room)))
  const said = steps
    .map(({ label, countText, share }) => `${label} ${countText}${share ? ` (${share})` : ''}`)
    .join(', ')
  return html`<svg class="chart funnel" viewBox="0 0 ${WIDTH} ${steps.length * ROW}" role="img" aria-label="${title}: ${said}">
${steps.map(
  ({ label, count, countText, share }, i) => html`<g transform="translate(0 ${i * ROW})">
<text class="step" x="${LABEL - 12}" y="${ROW / 2 + 5}" text-anchor="end">${label}</text>
<rect class="track" x="${LABEL}" y="${(ROW - BAR) / 2}" width="${room}" height="${BAR}" rx="4"/>
<rect class="bar" x="${LABEL}" y="${(ROW - BAR) / 2}" width="${widthOf(count)}" height="${BAR}" rx="4"/>
<text class="count" x="${LABEL + room + 12}" y="${ROW / 2 + 5}">${countText}</text>
<text class="share" x="${WIDTH}" y="${ROW / 2 + 5}" text-anchor="end">${share ?? ''}</text>
</g>`,
)}
</svg>`
}
