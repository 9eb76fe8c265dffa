/** Loaded before a server: its clock is as far ahead as the file `CLOCK_FILE` says, from some milliseconds after it says so. */
import { aheadIn } from './clock.ts'

const LOOK_EVERY_MS = 20

const file = process.env.CLOCK_FILE ?? ''
const realNow = Date.now.bind(Date)
let aheadMs = aheadIn(file)
setInterval(() => {
  aheadMs = aheadIn(file)
}, LOOK_EVERY_MS).unref()

const now = (): number => realNow() + aheadMs
Date.now = now
globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length > 0 ? given : [now()], made),
})
