import { emit, urlOf } from './page.ts'
import { pageUrl, referrer, visitSource } from './source.ts'
import { newId, put, session } from './storage.ts'

const visits: Record<string, string> = {}

const send = (url: string, body: string): void => {
  try {
    if (navigator.sendBeacon(url, body)) return
  } catch {}
  fetch(url, { method: 'POST', body, keepalive: true }).catch(() => {})
}

const report = (form: HTMLFormElement, campaignId: string): string => {
  const name = `tuoke ${campaignId} ${visitSource}`
  const visitId = session[name] ?? newId()
  put(session, name, visitId)
  send(`${urlOf(campaignId)}/visits`, JSON.stringify({ visitId, url: pageUrl(visitSource), referrer }))
  emit(form, 'visit', { visitId })
  return visitId
}

/** The id of this visit, one per tab, campaign and ad. The API is told of it when a page first asks. */
export const visitOf = (form: HTMLFormElement, campaignId: string): string => {
  visits[campaignId] ??= report(form, campaignId)
  return visits[campaignId]
}
