import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** Prints how many milliseconds it takes to load the module that is named, as Lambda loads it: `.mjs` is imported, `.js` is required. */
const [, , file = ''] = process.argv
const require = createRequire(import.meta.url)
const { href } = pathToFileURL(file)

const from = performance.now()
const module = file.endsWith('.mjs') ? await import(href) : require(file)
const milliseconds = performance.now() - from

if (typeof module.handler !== 'function') throw new Error(`${file} exports no handler`)
process.stdout.write(String(milliseconds))
