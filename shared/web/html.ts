import { createHash } from 'node:crypto'
import type { HtmlEscapedString } from 'hono/utils/html'

/** A piece of a page, escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A Content-Security-Policy source for one inline style or script. */
export const sourceHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
