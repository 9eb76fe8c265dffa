import { html } from 'hono/html'
import type { Html } from './html.ts'

const icon = (path: string, size: number): Html =>
  html`<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`

export const tickIcon = (size: number): Html => icon('m5 12.5 4.5 4.5L19 7.5', size)
export const lockIcon = (size: number): Html => icon('M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z', size)
export const clockIcon = (size: number): Html => icon('M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0', size)
export const riseIcon = (size: number): Html => icon('M4 18 10 12l4 4 6-9M15 7h5v5', size)
export const pauseIcon = (size: number): Html => icon('M9 7v10M15 7v10', size)
export const cautionIcon = (size: number): Html => icon('M12 7v6M12 16.6v.1', size)
