import { html } from 'hono/html'
import type { Html } from '../html.ts'
import { named, ticks } from './scale.ts'

/** One line of a trend: a value per day, `null` where there is none. */
export type Series = { label: string; values: readonly (number | null)[] }

type Trend = {
  title: string
  days: readonly string[]
  series: readonly Series[]
  /** How a value on the axis is written. */
  text: (value: number) => string
}

const WIDTH = 480
const HEIGHT = 240
const LEFT = 52
const RIGHT = 10
const TOP = 12
const BOTTOM = 28
const MOST_DAYS = 6

const xOf = (i: number, days: number): number =>
  days === 1 ? (LEFT + WIDTH - RIGHT) / 2 : LEFT + (i * (WIDTH - LEFT - RIGHT)) / (days - 1)

const yOf = (value: number, top: number): number => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM)

const round = (value: number): number => Math.round(value * 10) / 10

/** The line as a path that is broken where there is no value. */
const pathOf = (values: Series['values'], top: number): string => {
  let pen = 'M'
  const points: string[] = []
  values.forEach((value, i) => {
    if (value === null) pen = 'M'
    else {
      points.push(`${pen}${round(xOf(i, values.length))} ${round(yOf(value, top))}`)
      pen = 'L'
    }
  })
  return points.join('')
}

const axis = (steps: readonly number[], top: number, text: Trend['text']): Html =>
  html`${steps.map(
    (
      step,
    ) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(yOf(step, top))}" y2="${round(yOf(step, top))}"/>
<text class="tick" x="${LEFT - 8}" y="${round(yOf(step, top)) + 4}" text-anchor="end">${text(step)}</text>`,
  )}`

/** Lines over days. Lines differ by dash as well as by colour, so that they can be told apart in print. */
export const trendChart = ({ title, days, series, text }: Trend): Html => {
  const largest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const steps = ticks(largest)
  const top = steps.at(-1) ?? 1
  return html`<figure class="chart trend"><figcaption>${series.map(({ label }, i) => html`<span class="key line${i + 1}"><svg width="26" height="8" aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4"/></svg>${label}</span>`)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${axis(steps, top, text)}
${named(days, MOST_DAYS).map(
  ({ at, one }) =>
    html`<text class="tick" x="${round(xOf(at, days.length))}" y="${HEIGHT - 8}" text-anchor="${at === days.length - 1 ? 'end' : 'middle'}">${one}</text>`,
)}
${series.map(({ values }, i) => html`<path class="line${i + 1}" d="${pathOf(values, top)}"/>`)}
</svg></figure>`
}
