import type { Fault, Reply } from './api.ts'

/** The text of an element of the page's own words, by name. */
const wordOf = (name: string): string | undefined =>
  document.querySelector<HTMLElement>(`[data-word="${name}"]`)?.textContent?.trim() || undefined

/** What the page says to a code of the API, else what it says to any. */
const wordsFor = (code: string | undefined): string => wordOf(code ?? 'offline') ?? wordOf('failed') ?? ''

const placeOf = (form: HTMLFormElement, name: string): HTMLElement | null =>
  form.querySelector(`[data-error="${name}"]`)

export const clear = (form: HTMLFormElement): void => {
  for (const place of form.querySelectorAll('[data-error]')) place.textContent = ''
  for (const control of form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid')
}

export const say = (form: HTMLFormElement, text: string): void => {
  const place = placeOf(form, 'form')
  if (place) place.textContent = text
}

/** Says what is wrong beside its field; false where the form has no such field. */
const mark = (form: HTMLFormElement, { pointer, code }: Fault): boolean => {
  const name = pointer.slice(1).replaceAll('/', '.')
  const control = form.elements.namedItem(name)
  const place = placeOf(form, name)
  if (!(control instanceof HTMLElement) || !place) return false
  control.setAttribute('aria-invalid', 'true')
  place.textContent = wordOf(code) ?? control.dataset.hint ?? wordsFor('unreadable')
  return true
}

/** Shows in a form why the API refused it; the first field that is wrong gets the focus. */
export const showProblem = (form: HTMLFormElement, { body, status }: Reply<object>): void => {
  const faults = body.errors ?? []
  const placed = faults.filter((fault) => mark(form, fault))
  if (placed.length < faults.length || faults.length === 0) say(form, wordsFor(status === 0 ? 'offline' : body.code))
  form.querySelector<HTMLElement>('[aria-invalid]')?.focus()
}

/** The filled-in fields of a form, nested by their dotted names. */
export const valuesOf = (form: HTMLFormElement): Record<string, unknown> => {
  const values: Record<string, unknown> = {}
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim()
    if (text === '') continue
    const path = name.split('.')
    const last = path.pop() ?? ''
    let place = values
    for (const part of path) {
      place[part] ??= {}
      place = place[part] as Record<string, unknown>
    }
    place[last] = text
  }
  return values
}

/** What a form does when it is sent. It is sent once at a time, and says so meanwhile. */
export const onSubmit = (form: HTMLFormElement, work: () => Promise<void>): void => {
  form.noValidate = true
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (form.hasAttribute('data-tuoke-busy')) return
    clear(form)
    form.setAttribute('data-tuoke-busy', '')
    work().finally(() => form.removeAttribute('data-tuoke-busy'))
  })
}
