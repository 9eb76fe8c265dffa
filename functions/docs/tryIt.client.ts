/** Sends the forms of the reference to this server and shows the answers. Runs in the browser from its own text alone. */
export const tryIt = (): void => {
  const credential = document.querySelector<HTMLInputElement>('#credential')
  const requestOf = (form: HTMLFormElement): [string, RequestInit] => {
    const { path = '', method = 'GET' } = form.dataset
    const headers = new Headers()
    const query = new URLSearchParams()
    let url = path
    for (const { name, value, dataset } of form.querySelectorAll('input')) {
      if (dataset.in === 'path') url = url.replace(`{${name}}`, encodeURIComponent(value.trim()))
      else if (value.trim() !== '' && dataset.in === 'header') headers.set(name, value.trim())
      else if (value.trim() !== '') query.set(name, value.trim())
    }
    if (credential?.value) headers.set('authorization', `Bearer ${credential.value.trim()}`)
    const body = form.querySelector('textarea')?.value
    if (body !== undefined) headers.set('content-type', 'application/json')
    return [query.size > 0 ? `${url}?${query}` : url, { method, headers, body }]
  }
  const pretty = (text: string): string => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2)
    } catch {
      return text
    }
  }
  const send = async (form: HTMLFormElement): Promise<string> => {
    const [url, request] = requestOf(form)
    const response = await fetch(url, request)
    return `${request.method} ${url}\n${response.status} ${response.statusText}\n\n${pretty(await response.text())}`
  }
  for (const part of document.querySelectorAll<HTMLElement>('[data-try]')) part.hidden = false
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    const reply = form.querySelector('.reply')
    if (!reply) return
    event.preventDefault()
    reply.textContent = '…'
    send(form).then(
      (text) => {
        reply.textContent = text
      },
      (error) => {
        reply.textContent = `No answer came: ${error.message}`
      },
    )
  })
}
