import type { LeadVerdict } from '../../../shared/contract/capture.ts'
import type { ProblemDocument } from '../../../shared/contract/problem.ts'
import { clear, say, show } from './fields.ts'
import { emit } from './page.ts'
import { turnTo } from './turnTo.ts'

/** Tells the page of an answer, and shows it unless the page does. */
export const settle = (reply: LeadVerdict & ProblemDocument, form: HTMLFormElement | undefined): void => {
  const { outcome, leadToken, errors, code, requestId } = reply
  if (form) clear(form)
  if (!emit(form, outcome ?? (errors ? 'invalid' : 'failed'), reply) || !form) return
  const { tuokeThanks, tuokeChallenge } = form.dataset
  if (outcome) {
    if (tuokeThanks && outcome !== 'rejected') location.assign(`${tuokeThanks}#leadToken=${leadToken}`)
    else turnTo(form, outcome)
  } else if (!errors) say(form, 'failed', ` (${code} ${requestId})`)
  // A plain form comes back with the new text and all that was filled in.
  else if (!tuokeChallenge && errors.some((error) => error.code === 'consent_outdated') && form.checkValidity())
    HTMLFormElement.prototype.submit.call(form)
  else show(form, errors)
}
