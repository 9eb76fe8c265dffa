import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'

const SIZE = 240

/** The QR code of a URL as an SVG; opened by itself, a click on it does what a phone's camera would. */
export const qrImage = (url: string): string =>
  String(
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}"><a href="${url}">${raw(renderSVG(url, { border: 2 }))}</a></svg>`,
  )

/** How the image is sent. */
export const SVG = { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' }
