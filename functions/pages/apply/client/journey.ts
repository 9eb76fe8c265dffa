import { local, put } from '../../sdk/storage.ts'

/** How far a visitor has come, kept on this device so that the page can be left and opened again. */
export type Journey = { leadToken?: string | undefined; applicationId?: string | undefined }

type Claims = { sub: string; exp: number; amr?: string[] }

const campaignId = document.body.querySelector<HTMLElement>('[data-apply]')?.dataset.apply ?? ''
const PLACE = `tuoke.apply.${campaignId}`

const claimsOf = (token: string): Claims | undefined => {
  try {
    const [, payload = ''] = token.split('.')
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Claims
  } catch {
    return undefined
  }
}

const kept = (): Journey => {
  try {
    return JSON.parse(local[PLACE] ?? '{}') as Journey
  } catch {
    return {}
  }
}

export const journey: Journey = kept()

export const keep = (more: Journey): void => {
  Object.assign(journey, more)
  put(local, PLACE, JSON.stringify(journey))
}

export const forget = (): void => {
  delete journey.leadToken
  delete journey.applicationId
  delete local[PLACE]
}

/** The lead that the token is of, and whether the token proves the phone; undefined without a token that is still good. */
export const bearer = (): { leadId: string; phoneVerified: boolean } | undefined => {
  const claims = claimsOf(journey.leadToken ?? '')
  if (!claims || claims.exp * 1000 < Date.now()) return undefined
  return { leadId: claims.sub, phoneVerified: claims.amr?.includes('otp') ?? false }
}

/** What came in the fragment, which no server sees: the token of a lead just made, or one to go on with on this device. */
export const fragment = new URLSearchParams(location.hash.slice(1))

/** A token of the fragment is of another person, or newer; one that proves the phone is never given up for one that does not. */
export const takeToken = (): void => {
  const leadToken = fragment.get('leadToken')
  if (!leadToken) return
  const now = bearer()
  const claims = claimsOf(leadToken)
  const isOther = claims !== undefined && claims.sub !== now?.leadId
  if (isOther) forget()
  if (isOther || (claims?.amr?.includes('otp') && !now?.phoneVerified)) keep({ leadToken })
  history.replaceState(null, '', location.pathname + location.search)
}
