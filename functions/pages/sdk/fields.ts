import { type Word, wordOf } from './words.ts'

export type Fault = { pointer: string; code: string }

const ERROR = 'data-tuoke-error'

let made = 0

/** The page's own place for something to be said, else a new one after an element. */
export const placeFor = (
  root: ParentNode,
  attribute: string,
  name: string,
  after?: Element | null,
): HTMLElement | null => {
  let place = root.querySelector<HTMLElement>(`[${attribute}~="${name}"]`)
  if (!place && after) {
    place = document.createElement('p')
    place.setAttribute('role', 'alert')
    place.setAttribute(attribute, name)
    after.after(place)
  }
  if (place) place.id ||= `tuoke-${++made}`
  return place
}

/** Says something that belongs to no field. */
export const say = (form: HTMLFormElement, word: Word, more = ''): void => {
  const place = placeFor(form, ERROR, 'form', form.lastElementChild)
  if (place) place.textContent = wordOf(form, word) + more
}

/** Takes back what was said of one field, or of all. */
export const clear = (form: HTMLFormElement, name?: string): void => {
  for (const place of form.querySelectorAll(name ? `[${ERROR}~="${name}"]` : `[${ERROR}]`)) place.textContent = ''
  for (const control of form.querySelectorAll(name ? `[name="${name}"]` : '[aria-invalid]'))
    control.removeAttribute('aria-invalid')
}

/** Says what is wrong beside a field and returns its control. A control can bring its own words for it. */
const mark = (form: HTMLFormElement, { pointer, code }: Fault): HTMLElement | undefined => {
  const name = pointer.split('/').slice(1, 3).join('.')
  const controls = [...form.querySelectorAll<HTMLElement>(`[name="${name}"]:not([type=hidden])`)]
  const control = controls.find((each) => each.matches(':invalid')) ?? controls[0]
  const last = controls.pop()
  const place = placeFor(form, ERROR, name, last?.closest('label') ?? last)
  if (!place) say(form, 'failed', ` (${code})`)
  else
    place.textContent =
      code === 'required' ? wordOf(form, code) : (control?.dataset.tuokeHint ?? wordOf(form, 'invalid'))
  if (place && control) {
    control.setAttribute('aria-invalid', 'true')
    control.setAttribute('aria-describedby', place.id)
  }
  return control
}

/** Says what is wrong beside the fields; the first of them gets the focus. */
export const show = (form: HTMLFormElement, faults: readonly Fault[]): void => {
  const controls = faults.map((fault) => mark(form, fault))
  controls.find((control) => control)?.focus()
}

/** What the browser itself can tell. */
export const missing = (form: HTMLFormElement): Fault[] =>
  [...form.querySelectorAll<HTMLInputElement>(':invalid[name]')].map(({ name, type, validity }) => ({
    pointer: `/${name.replace('.', '/')}`,
    code: validity.valueMissing && type !== 'checkbox' ? 'required' : 'invalid',
  }))
