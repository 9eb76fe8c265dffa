import { deliver, deliverLeft } from './deliver.ts'
import { clear, missing, say, show } from './fields.ts'
import { formBody } from './formBody.ts'
import { emit, forms } from './page.ts'
import { proofOf } from './proof.ts'
import { firstSource, lastSource, pageUrl, referrer } from './source.ts'
import { newId } from './storage.ts'
import { turnTo } from './turnTo.ts'
import { visitOf } from './visit.ts'

/** Takes over what forms there are: single-page applications put them in and out at any time. */
const takeOver = (): void => {
  for (const form of forms()) {
    form.noValidate = true
    visitOf(form, form.dataset.tuokeCampaign as string)
  }
}

/** Listens to what bubbles up from our forms. */
const on = (type: string, listen: (form: HTMLFormElement, campaignId: string, event: Event) => void): void =>
  addEventListener(type, (event) => {
    const target = event.target as HTMLFormElement
    const form: HTMLFormElement = target.form ?? target
    const campaignId = form.dataset?.tuokeCampaign
    if (campaignId) listen(form, campaignId, event)
  })

on('submit', (form, campaignId, event) => {
  if (event.defaultPrevented) return
  event.preventDefault()
  const errors = missing(form)
  clear(form)
  if (!errors[0]) {
    say(form, 'sending')
    deliver({ campaignId, key: newId(), content: formBody(form), at: Date.now() }, form)
  } else if (emit(form, 'invalid', { errors })) show(form, errors)
})

// However the form is sent, where the visitor came from goes with it.
on('formdata', (form, campaignId, event) => {
  const { formData } = event as FormDataEvent
  formData.set('touch.visitId', visitOf(form, campaignId))
  formData.set('touch.url', pageUrl(lastSource))
  formData.set('touch.referrer', referrer)
  formData.set('firstTouch.url', pageUrl(firstSource))
})

on('input', (form, campaignId, { target }) => {
  clear(form, (target as HTMLInputElement).name)
  if (form.dataset.tuokeChallenge) proofOf(campaignId, false).catch(() => {})
})

// A page that the browser kept whole and shows again starts over.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted)
    for (const form of forms()) {
      clear(form)
      turnTo(form)
    }
})

const start = (): void => {
  takeOver()
  new MutationObserver(takeOver).observe(document, { childList: true, subtree: true })
  deliverLeft()
}

// A page that the browser prepares in case it is asked for is no visit yet.
if ((document as { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', start)
else start()
