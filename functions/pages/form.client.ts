import type { LeadVerdict } from '../../shared/contract/capture.ts'
import type { FieldError, FieldErrorCode, ProblemDocument } from '../../shared/contract/problem.ts'

export type Messages = Partial<Record<FieldErrorCode, string>> & { invalid: string }
export type Reply = LeadVerdict | ProblemDocument

type Fault = Pick<FieldError, 'pointer' | 'code'>

/**
 * Errors beside the fields of a form: `missing` is what the browser itself can tell, `show` shows some and no others,
 * moves the focus to the first and returns those that belong to no field.
 */
export const fieldErrors = (form: HTMLFormElement, messages: Messages) => {
  const blocks = Array.from(form.querySelectorAll<HTMLElement>('[data-pointer]'))
  const isAt = ({ dataset }: HTMLElement, { pointer }: Fault) => `${pointer}/`.startsWith(`${dataset.pointer}/`)
  const mark = (block: HTMLElement, fault: Fault | undefined): HTMLElement | null => {
    const line = block.querySelector('.error')
    if (line) line.textContent = fault ? (messages[fault.code] ?? messages.invalid) : ''
    for (const control of block.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid')
    if (!fault) return null
    const control =
      block.querySelector<HTMLElement>('input:invalid') ?? block.querySelector<HTMLElement>('[aria-describedby]')
    control?.setAttribute('aria-invalid', 'true')
    return control
  }
  form.addEventListener('input', ({ target }) => {
    for (const block of blocks) if (block.contains(target as Node)) mark(block, undefined)
  })
  return {
    missing: (): Fault[] =>
      blocks
        .filter((block) => block.querySelector('input:invalid,select:invalid'))
        .map(({ dataset: { pointer = '' } }) => ({
          pointer,
          code: pointer === '/consent' ? 'consent_purpose_missing' : 'required',
        })),
    show: (faults: readonly Fault[]): Fault[] => {
      const faultAt = (block: HTMLElement) => faults.find((fault) => isAt(block, fault))
      const marked = blocks.map((block) => mark(block, faultAt(block)))
      marked.find((control) => control)?.focus()
      return faults.filter((fault) => !blocks.some((block) => isAt(block, fault)))
    },
  }
}

/** The JSON body of a form whose fields have dotted names. */
export const formBody = (form: HTMLFormElement): object => {
  const purposes: string[] = []
  const groups: Record<string, Record<string, string | string[]>> = { contact: {}, consent: { purposes } }
  const single: Record<string, string> = {}
  new FormData(form).forEach((entry, field) => {
    const value = String(entry).trim()
    const [group = '', name] = field.split('.')
    if (value === '') return
    if (field === 'consent.purposes') purposes.push(value)
    else if (name === undefined) single[group] = value
    else groups[group] = { ...groups[group], [name]: value }
  })
  return { ...groups, ...single }
}

/** Sends submissions, with one key per content: what is sent again is one lead. Fails when no answer of ours comes back. */
export const leadSender = (url: string, newId: () => string) => {
  let sent = { content: '', key: '' }
  return async (body: object, challenge: string | undefined): Promise<Reply> => {
    const content = JSON.stringify(body)
    if (content !== sent.content) sent = { content, key: newId() }
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 20_000)
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${sent.key}"` },
      body: JSON.stringify({ ...body, challenge }),
      signal: abort.signal,
    })
    const reply = await response.json()
    if (!reply.outcome && !reply.code) throw reply
    return reply
  }
}
