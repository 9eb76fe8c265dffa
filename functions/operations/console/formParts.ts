import { html } from 'hono/html'
import type * as z from 'zod'
import type { Visit } from '../../../shared/console/screen.ts'
import type { FieldError } from '../../../shared/contract/problem.ts'
import type { CampaignSettings } from '../../../shared/domain/campaign.ts'
import type { Html } from '../../../shared/web/html.ts'

/** Settings of a campaign as far as they are written. */
export type Written = Partial<z.input<typeof CampaignSettings>>

/** A form with what was written in it and what is wrong with that. */
export type Drawn = {
  written: Written
  advanced?: string | undefined
  errors: readonly FieldError[]
  visit: Visit
}

/** The parts of a text that bars separate. */
export const parts = (text: string): string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter(Boolean)

/** What is wrong at a place of the settings and within it. */
export const errorsAt = (errors: readonly FieldError[], pointer: string): string =>
  errors
    .filter((error) => `${error.pointer}/`.startsWith(`${pointer}/`))
    .map((error) => `${error.pointer.slice(pointer.length + 1)} ${error.message}`.trim())
    .join('; ')

/** A field of one line, named as its id is. */
export const input = (id: string, value: unknown, type = 'text'): Html =>
  html`<input id="${id}" name="${id}" type="${type}" value="${value ?? ''}">`
