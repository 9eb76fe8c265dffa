import type * as z from 'zod'
import type { LeadVerdict, LeadView } from '../../../../shared/contract/capture.ts'
import type { Invitation } from '../../../../shared/contract/following.ts'
import { newId } from '../../sdk/storage.ts'
import { call, type Lead, pause, type Reply } from './api.ts'
import { campaignId, leadsElsewhere, visitId } from './visit.ts'

const POLL_MS = 3000
const MOST_POLLS = 100
const RETRY_MS = 1000
const MOST_TRIES = 4

const blocks = [...document.querySelectorAll<HTMLElement>('[data-follow]')]
const followable = blocks.filter((block) => block.querySelector('[data-on=done]'))
const reminder = document.querySelector<HTMLElement>('[data-reminder]')
const next = document.querySelector<HTMLElement>('[data-next]')

/** Undefined until the form was sent. */
let lead: Lead | undefined

/** Shows the parts of a place that belong to a state. */
const turn = (place: HTMLElement, state: string): void => {
  for (const part of place.querySelectorAll<HTMLElement>('[data-on]'))
    part.hidden = !part.matches(`[data-on~=${state}]`)
}

/** The report of a visit is on its way by itself: it may come after the question. */
const askFor = async (kind: string | undefined, asker: Lead | undefined): Promise<Reply<Invitation>> => {
  const owner = asker ? `leads/${asker.leadId}` : `campaigns/${campaignId}/visits/${await visitId()}`
  for (let tries = 1; ; tries++) {
    const reply = await call<Invitation>(`${owner}/follow-invitations`, { lead: asker, body: { kind } })
    if (asker || reply.status !== 404 || tries === MOST_TRIES) return reply
    await pause(RETRY_MS)
  }
}

/** The path of a page in a mini program leads nowhere from here: nothing is shown of it. */
const show = (block: HTMLElement, { url, imageUrl }: Invitation): void => {
  if (!/^[a-z]+:/.test(url)) block.hidden = true
  turn(block, 'ready')
  const figure = block.querySelector('figure')
  const image = block.querySelector('img')
  const link = block.querySelector('a')
  if (figure) figure.hidden = !imageUrl
  if (image && imageUrl) image.src = imageUrl
  link?.setAttribute('href', url)
  link?.classList.toggle('plain', Boolean(imageUrl))
}

/** Gets the code or link for whom the page knows by now. */
const invite = async (block: HTMLElement): Promise<void> => {
  const asker = lead
  turn(block, 'loading')
  const { body } = await askFor(block.dataset.follow, asker)
  if (asker !== lead) return
  if (body) show(block, body)
  else turn(block, 'failed')
}

/** Of two accounts the API does not tell which one was followed. */
const followed = (): void => {
  const [only, other] = followable
  if (only && !other) turn(only, 'done')
  for (const step of document.querySelectorAll('.next [data-follow-step]')) step.classList.add('done')
  if (!reminder) return
  reminder.hidden = false
  turn(reminder, 'asking')
}

const isFollowing = ({ followed, unfollowed }: LeadVerdict['milestones']): boolean =>
  followed !== undefined && unfollowed === undefined

/** Asks for a while whether the lead has followed; not while nobody looks. */
const watch = async (watched: Lead): Promise<void> => {
  for (let asked = 0; asked < MOST_POLLS && lead === watched; ) {
    await pause(POLL_MS)
    if (document.hidden) continue
    asked++
    const { body } = await call<z.infer<typeof LeadView>>(`leads/${watched.leadId}`, { lead: watched })
    if (body && lead === watched && isFollowing(body.milestones)) return followed()
  }
}

const goOn = ({ leadToken }: Lead): void => {
  if (!next) return
  next.hidden = false
  const link = next.querySelector('a')
  if (link) link.hash = `leadToken=${leadToken}`
}

/** From now on it is the lead that is invited. */
const takeLead = (event: Event): void => {
  if (leadsElsewhere()) return
  const { leadId, leadToken, milestones } = (event as CustomEvent<LeadVerdict>).detail
  lead = { leadId, leadToken }
  goOn(lead)
  for (const block of blocks) {
    block.hidden = false
    for (const part of block.querySelectorAll<HTMLElement>('[data-by]')) part.hidden = part.dataset.by !== 'lead'
  }
  const isDone = isFollowing(milestones)
  for (const block of blocks) if (!isDone || !followable.includes(block)) void invite(block)
  if (isDone) followed()
  else if (followable.length > 0) void watch(lead)
}

const remind = async (button: HTMLButtonElement, key: string): Promise<void> => {
  if (!lead || !reminder) return
  button.disabled = true
  const body = { kind: 'official_account', templateId: 'progress', accepted: true }
  const reply = await call(`leads/${lead.leadId}/reminders`, { lead, body, key })
  button.disabled = false
  turn(reminder, reply.body ? 'done' : 'failed')
}

const start = (): void => {
  for (const outcome of ['accepted', 'duplicate']) addEventListener(`tuoke:${outcome}`, takeLead)
  addEventListener('tuoke:rejected', () => {
    lead = undefined
    for (const place of [...blocks, reminder, next]) if (place) place.hidden = true
  })
  const key = newId()
  const button = reminder?.querySelector('button')
  button?.addEventListener('click', () => remind(button, key))

  // A code is asked for when somebody gets to see it: platforms count them.
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue
      seen.unobserve(target)
      if (!lead) void invite(target as HTMLElement)
    }
  })
  for (const block of blocks) {
    block.hidden = false
    block.querySelector('[data-again]')?.addEventListener('click', () => invite(block))
    seen.observe(block)
  }
}

start()
