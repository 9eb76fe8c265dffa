/** Keeps what is marked `data-live` fresh from the same address every two seconds, while the page is seen. Runs in the browser from its own text alone. */
export const keepLive = (): void => {
  const refresh = async (): Promise<void> => {
    if (document.hidden || !document.querySelector('[data-live]')) return
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    if (response.redirected || !response.ok) return
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
      const now = fresh.querySelector(`[data-live="${part.dataset.live}"]`)
      if (now && now.innerHTML !== part.innerHTML) part.replaceWith(now)
    }
  }
  setInterval(() => refresh().catch(() => undefined), 2000)
}
