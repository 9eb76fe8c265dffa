import { call, type Reply } from './api.ts'
import { onSubmit, say, showProblem, valuesOf } from './form.ts'
import { bearer, forget, fragment, journey, keep, takeToken } from './journey.ts'

type Outcome = { limitFen?: number; aprBps?: number; disbursedFen: number }
type Application = {
  applicationId: string
  version: number
  status: 'draft' | 'submitted' | 'preapproved' | 'credited' | 'declined' | 'disbursed'
  amountFen: number
  termMonths: number
  applicant: { name?: string; idNumber?: string; bankCard?: string }
  identity: { status: string; coolUntil?: string }
  missing: { field: string; message: string }[]
  outcome?: Outcome
}

const POLL_MS = 2000

const main = document.querySelector<HTMLElement>('[data-apply]')
const formOf = (name: string): HTMLFormElement => document.querySelector(`[data-form="${name}"]`) as HTMLFormElement
const slot = (name: string): HTMLElement => document.querySelector(`[data-slot="${name}"]`) as HTMLElement

let application: Application | undefined

const yuan = (fen: number): string => `¥${(fen / 100).toLocaleString('zh-CN')}`

const STATUS: Readonly<Record<string, string>> = {
  submitted: '已提交，正在审批',
  preapproved: '已预授信，正在终审',
  credited: '审批通过',
  declined: '很抱歉，本次申请未获通过',
  disbursed: '已放款',
}

const facts = (place: HTMLElement, pairs: readonly (readonly [string, string | undefined])[]): void => {
  place.replaceChildren(
    ...pairs.flatMap(([name, value]) => {
      if (value === undefined) return []
      const row = document.createElement('div')
      row.append(
        Object.assign(document.createElement('dt'), { textContent: name }),
        Object.assign(document.createElement('dd'), { textContent: value }),
      )
      return [row]
    }),
  )
}

/** Which step comes next, by what the API says is missing. */
const stepOf = (): string => {
  const who = bearer()
  if (!who) return 'start'
  if (!who.phoneVerified) return 'phone'
  if (!application) return 'amount'
  if (application.status !== 'draft') return 'status'
  const fields = application.missing.map(({ field }) => field)
  if (fields.some((field) => field !== 'identityCheck')) return 'person'
  return fields.length > 0 ? 'face' : 'review'
}

const drawProgress = (step: string): void => {
  const steps = [...document.querySelectorAll<HTMLElement>('[data-progress]')]
  const at = steps.findIndex(({ dataset }) => dataset.progress === step)
  for (const [i, item] of steps.entries()) {
    item.classList.toggle('done', i < at)
    if (i === at) item.setAttribute('aria-current', 'step')
    else item.removeAttribute('aria-current')
  }
}

const drawApplication = ({ amountFen, termMonths, applicant, identity, status, outcome }: Application): void => {
  facts(slot('review'), [
    ['申请金额', yuan(amountFen)],
    ['期限', `${termMonths} 个月`],
    ['姓名', applicant.name],
    ['身份证号码', applicant.idNumber],
    ['收款银行卡', applicant.bankCard],
  ])
  const face: Record<string, string> = {
    pending: '核验尚未完成。如已完成，请稍候。',
    failed: '上次核验未通过，请重试。',
    cooling: '多次核验未通过，请 24 小时后再试，或到网点人工核验。',
  }
  slot('face').textContent = face[identity.status] ?? ''
  slot('status').textContent = STATUS[status] ?? ''
  facts(slot('outcome'), [
    ['授信额度', outcome?.limitFen === undefined ? undefined : yuan(outcome.limitFen)],
    ['年化利率', outcome?.aprBps === undefined ? undefined : `${(outcome.aprBps / 100).toFixed(2)}%`],
    ['已放款', outcome?.disbursedFen ? yuan(outcome.disbursedFen) : undefined],
  ])
}

let shown = ''

/** Shows the step that is due; the focus goes to its title when it is another one. */
const draw = (): void => {
  if (application) drawApplication(application)
  const step = stepOf()
  for (const section of document.querySelectorAll<HTMLElement>('[data-step]'))
    section.hidden = section.dataset.step !== step
  slot('handoff').hidden = application?.status !== 'draft'
  drawProgress(step)
  if (step === shown) return
  if (shown) document.querySelector<HTMLElement>(`[data-step="${step}"] h2`)?.focus()
  shown = step
}

/** What is no longer good is forgotten; whatever else was wrong is said in the form. */
const failed = (form: HTMLFormElement | undefined, reply: Reply<object>): void => {
  if (reply.status === 401) {
    forget()
    application = undefined
    slot('start').textContent = document.querySelector(`[data-word="${reply.body.code}"]`)?.textContent ?? ''
    draw()
  } else if (form) showProblem(form, reply)
}

const took = (reply: Reply<Application>, form?: HTMLFormElement): boolean => {
  if (!reply.ok) {
    failed(form, reply)
    return false
  }
  application = reply.body
  keep({ applicationId: application.applicationId })
  draw()
  return true
}

const path = (): string => `/applications/${journey.applicationId}`

const refresh = async (): Promise<void> => {
  if (!journey.applicationId || !bearer()?.phoneVerified) return draw()
  const reply = await call<Application>('GET', path())
  if (reply.status === 404) keep({ applicationId: undefined })
  if (reply.ok) took(reply)
  else failed(undefined, reply)
  draw()
}

const patch = async (form: HTMLFormElement, body: object): Promise<void> => {
  const reply = await call<Application>('PATCH', path(), { body, version: application?.version })
  if (reply.status === 412) await refresh()
  took(reply, form)
}

const sendCode = async (form: HTMLFormElement): Promise<void> => {
  const reply = await call<{ resendAfterSeconds: number }>('POST', `/leads/${bearer()?.leadId}/phone-codes`, {
    body: {},
  })
  if (!reply.ok) return failed(form, reply)
  const button = form.querySelector('button') as HTMLButtonElement
  const word = button.textContent
  button.disabled = true
  let left = reply.body.resendAfterSeconds
  const tick = setInterval(() => {
    button.textContent = left > 0 ? `已发送，${left--} 秒后可重发` : word
    if (left > 0) return
    button.disabled = false
    button.textContent = word
    clearInterval(tick)
  }, 1000)
  say(form, '')
  formOf('register').querySelector<HTMLInputElement>('[name="phoneCode"]')?.focus()
}

const register = async (form: HTMLFormElement): Promise<void> => {
  const reply = await call<{ leadToken: string }>('POST', `/leads/${bearer()?.leadId}/registration`, {
    body: valuesOf(form),
  })
  if (!reply.ok) {
    if (reply.body.code?.startsWith('code_'))
      return showProblem(form, {
        ...reply,
        body: { ...reply.body, errors: [{ pointer: '/phoneCode', code: reply.body.code, message: '' }] },
      })
    return failed(form, reply)
  }
  keep({ leadToken: reply.body.leadToken })
  await refresh()
}

/** The amount is written in tens of thousands of yuan, and sent in fen. */
const termsIn = (form: HTMLFormElement) => {
  const { amountFen, termMonths } = valuesOf(form) as { amountFen?: string; termMonths?: string }
  const unit = Number(form.querySelector<HTMLElement>('[data-unit]')?.dataset.unit)
  return { amountFen: Math.round(Number(amountFen) * unit), termMonths: Number(termMonths) }
}

const begin = async (form: HTMLFormElement): Promise<void> => {
  const body = { product: main?.dataset.product, ...termsIn(form) }
  took(await call<Application>('POST', `/leads/${bearer()?.leadId}/applications`, { body }), form)
}

const startFace = async (form: HTMLFormElement): Promise<void> => {
  const redirectUrl = location.origin + location.pathname
  const reply = await call<{ url: string }>('POST', `${path()}/identity-checks`, { body: { redirectUrl } })
  if (reply.ok) location.assign(reply.body.url)
  else failed(form, reply)
}

const submit = async (form: HTMLFormElement): Promise<void> => {
  took(await call<Application>('POST', `${path()}/submission`), form)
}

const handOff = async (form: HTMLFormElement): Promise<void> => {
  const reply = await call<{ handOffToken: string }>('POST', `${path()}/hand-offs`)
  if (!reply.ok) return failed(form, reply)
  const link = Object.assign(document.createElement('a'), {
    href: `${location.pathname}#handOff=${reply.body.handOffToken}`,
    textContent: '在另一台设备上打开此链接（15 分钟内有效，仅一次）',
  })
  slot('handoff-link').replaceChildren(link)
}

/** Goes on with what was begun on another device. */
const takeHandOff = async (): Promise<void> => {
  const handOffToken = fragment.get('handOff')
  if (!handOffToken) return
  history.replaceState(null, '', location.pathname)
  const reply = await call<{ applicationId: string; leadToken: string }>('POST', '/hand-offs', {
    body: { handOffToken },
  })
  if (reply.ok) keep(reply.body)
}

/** While something is awaited from elsewhere: the provider of the check, or the bank. */
const isWaiting = (): boolean => {
  if (!application || document.hidden) return false
  const isDecided = application.status === 'declined' || application.status === 'disbursed'
  return application.status === 'draft' ? application.identity.status === 'pending' : !isDecided
}

const FORMS: Readonly<Record<string, (form: HTMLFormElement) => Promise<void>>> = {
  code: sendCode,
  register,
  amount: begin,
  person: (form) => patch(form, valuesOf(form)),
  face: startFace,
  review: submit,
  handoff: handOff,
}

const start = async (): Promise<void> => {
  takeToken()
  await takeHandOff()
  for (const [name, work] of Object.entries(FORMS)) {
    const form = formOf(name)
    onSubmit(form, () => work(form))
  }
  await refresh()
  setInterval(() => {
    if (isWaiting()) void refresh()
  }, POLL_MS)
}

void start()
