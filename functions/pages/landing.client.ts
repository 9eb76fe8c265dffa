import type { fieldErrors, formBody, leadSender, Messages, Reply } from './form.client.ts'
import type { proofOfWork } from './proofOfWork.client.ts'
import type { newId, startVisit } from './visit.client.ts'

/** What the script of a landing page is made of. Every function runs in the browser from its own text alone: what it needs is handed to it. */
export type Parts = {
  newId: typeof newId
  startVisit: typeof startVisit
  fieldErrors: typeof fieldErrors
  formBody: typeof formBody
  leadSender: typeof leadSender
  formView: typeof formView
  showReply: typeof showReply
  messages: Messages
  words: Readonly<Record<'sending' | 'lost' | 'busy' | 'refused', string>>
  proof?: ReturnType<typeof proofOfWork>
}

/** What changes on the page: the line above the button, the button while the form is on its way, and the verdict in the form's place. */
export const formView = (form: HTMLFormElement, sending: string) => {
  const button = form.querySelector('button')
  const notice = form.querySelector('[role=alert]')
  const label = button?.textContent ?? ''
  return {
    say: (text: string): void => {
      if (notice) notice.textContent = text
    },
    busy: (on: boolean): void => {
      if (!button) return
      button.disabled = on
      button.textContent = on ? sending : label
    },
    focusButton: (): void => button?.focus(),
    show: (outcome: string): void => {
      for (const section of document.querySelectorAll<HTMLElement>('[data-outcome]')) {
        section.hidden = section.dataset.outcome !== outcome
        if (!section.hidden) section.focus()
      }
    },
  }
}

type Shown = Pick<Parts, 'messages' | 'words'> & {
  form: HTMLFormElement
  fields: ReturnType<typeof fieldErrors>
  view: ReturnType<typeof formView>
}

/** Shows what came of a submission; true when it leads to another page. A form whose consent text is outdated is sent as a plain form: it comes back with the new text and all that was filled in. */
export const showReply = (reply: Reply, { form, fields, view, messages, words }: Shown): boolean => {
  const { thanks, challenge } = form.dataset
  if ('outcome' in reply) {
    const leaving = thanks !== undefined && reply.outcome !== 'rejected'
    if (leaving) location.assign(`${thanks}#leadToken=${reply.leadToken}`)
    else view.show(reply.outcome)
    return leaving
  }
  const { code, status, requestId, errors = [] } = reply
  if (challenge === undefined && errors.some((error) => error.code === 'consent_outdated')) {
    form.submit()
    return true
  }
  const [other] = fields.show(errors)
  if (other) view.say(messages[other.code] ?? messages.invalid)
  else if (errors.length === 0) view.say(status < 500 ? `${words.refused} ${code} · ${requestId}` : words.busy)
  return false
}

/** Takes over the form of a landing page. */
export const enhanceForm = (parts: Parts): void => {
  const form = document.querySelector('form')
  if (!form) return
  const { messages, words, proof } = parts
  const view = parts.formView(form, words.sending)
  const fields = parts.fieldErrors(form, messages)
  const send = parts.leadSender(form.action, parts.newId)
  const submit = async (): Promise<void> => {
    view.say('')
    const missing = fields.missing()
    fields.show(missing)
    if (missing.length > 0) return
    view.busy(true)
    try {
      const reply = await send(parts.formBody(form), await proof?.payload())
      proof?.renew()
      if (parts.showReply(reply, { form, fields, view, messages, words })) return
    } catch {
      view.say(words.lost)
    }
    view.busy(false)
    if (document.activeElement === document.body) view.focusButton()
  }
  parts.startVisit(form, parts.newId)
  form.noValidate = true
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })
  form.addEventListener('focusin', () => proof?.payload().catch(() => undefined))
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    view.busy(false)
    view.show('form')
  })
}
