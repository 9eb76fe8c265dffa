/** 128 bits of chance in hex. Needs no secure context, as `crypto.randomUUID` does. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Gives this visit an id, one per tab and address, puts both into the form and reports the visit to the API. */
export const startVisit = (form: HTMLFormElement, newId: () => string): void => {
  const url = location.href.replace(/#.*/s, '').slice(0, 4096)
  let visitId = newId()
  try {
    visitId = sessionStorage.getItem(`visit ${url}`) ?? visitId
    sessionStorage.setItem(`visit ${url}`, visitId)
  } catch {}
  for (const input of form.querySelectorAll('input')) {
    if (input.name === 'touch.url') input.value = url
    if (input.name === 'touch.visitId') input.value = visitId
  }
  const visitsUrl = form.action.replace(/leads$/, 'visits')
  const body = JSON.stringify({ visitId, url, referrer: document.referrer.slice(0, 4096) || undefined })
  if (!navigator.sendBeacon?.(visitsUrl, body))
    fetch(visitsUrl, { method: 'POST', body, keepalive: true }).catch(() => undefined)
}
