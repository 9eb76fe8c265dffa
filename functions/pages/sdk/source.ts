import { local, put, session } from './storage.ts'

/** What names an ad on the address of a page: the parameters that `shared/domain/touch.ts` reads. */
const AD = /^(gdt_vid|qz_gdt|clickid|click_id|bd_vid|callback|fbclid|gclid|gbraid|wbraid|partner|utm_[a-z]+)=./

/** A click counts for 30 days unless a campaign says otherwise. */
const WINDOW_MS = 2_592_000_000

/** The part of the address that names an ad. Whatever else a query holds is nobody's business. */
const found = location.search
  .slice(1)
  .split('&')
  .filter((pair) => AD.test(pair))
  .join('&')
  .slice(0, 3000)

const recent = (name: string): string => {
  const [at, source] = (local[name] ?? '').split(' ')
  return Date.now() - Number(at) < WINDOW_MS ? (source ?? '') : ''
}

const remember = (name: string): void => put(local, name, `${Date.now()} ${found}`)

if (found) {
  put(session, 'tuoke', found)
  remember('tuoke.last')
  if (!recent('tuoke.first')) remember('tuoke.first')
}

/** Where the visitor came from: with this visit, and the first and the last time within the window. */
export const visitSource = found || session.tuoke || ''
export const firstSource = recent('tuoke.first') || found
export const lastSource = found || recent('tuoke.last')

/** The address of this page as the API takes it, with what names an ad. */
export const pageUrl = (source: string): string => `${location.origin}${location.pathname.slice(0, 512)}?${source}`

/** The site that led here. */
export const referrer = document.referrer.split('/', 3).join('/')
