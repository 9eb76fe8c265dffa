import { placeFor } from './fields.ts'
import { type Word, wordOf } from './words.ts'

const OUTCOME = 'data-tuoke-outcome'

/** Shows what belongs to an outcome in the form's place; without one, the form again. */
export const turnTo = (form: HTMLFormElement, outcome?: Word): void => {
  const scope = (form.closest('[data-tuoke-scope]') ?? form.parentElement) as Element
  const part = outcome && placeFor(scope, OUTCOME, outcome, form)
  for (const each of scope.querySelectorAll<HTMLElement>(`[${OUTCOME}]`))
    each.hidden = !each.matches(`[${OUTCOME}~=${outcome ?? 'form'}]`)
  form.style.display = part ? 'none' : ''
  if (!part) return
  if (!part.firstChild) part.textContent = wordOf(form, outcome)
  part.tabIndex = -1
  part.focus()
}
