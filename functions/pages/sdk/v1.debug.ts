import type * as z from 'zod'
import type { CampaignView } from '../../../shared/contract/campaigns.ts'
import type { ProblemDocument } from '../../../shared/contract/problem.ts'

type View = z.infer<typeof CampaignView>

const script = document.currentScript as HTMLScriptElement
const api = script.src.replace(/\/sdk\/.*/, '')

const say = (...facts: unknown[]): void => {
  // biome-ignore lint/suspicious/noConsole: what the debug flag is for
  console.info('tuoke:', ...facts)
}

/** A refused origin cannot read the refusal, but it can see that there is an answer. */
const whyUnread = async (url: string): Promise<string> => {
  const answers = await fetch(url, { mode: 'no-cors' }).then(
    () => true,
    () => false,
  )
  return answers
    ? `origin_not_allowed: add ${location.origin} to allowedOrigins of the campaign`
    : `${url} cannot be reached: is connect-src of the page's policy right, and the network there?`
}

/** What would keep a form from doing its work. */
const faultsOf = (form: HTMLFormElement, { fields, consent, challenge }: View): string[] => {
  const value = (name: string) => new FormData(form).get(name)
  const has = (name: string) => form.querySelector(`[name="${name}"]`) !== null
  const missing = ['contact.phone', ...fields.filter(({ required }) => required).map(({ name }) => `answers.${name}`)]
  return [
    ...missing.filter((name) => !has(name)).map((name) => `no field is called ${name}`),
    ...(form.getAttribute('action') ? [] : ['no action: without this script the form leads nowhere']),
    ...(value('consent.version') === consent.version ? [] : [`consent.version is not ${consent.version}`]),
    ...(has('consent.purposes') ? [] : ['no field is called consent.purposes']),
    ...(challenge && !form.dataset.tuokeChallenge ? ['no data-tuoke-challenge: the work starts late'] : []),
  ]
}

const checked = new Set<string>()

/** Says once of each campaign whether the API takes what this page sends. */
const check = async (form: HTMLFormElement): Promise<void> => {
  const campaignId = form.dataset.tuokeCampaign ?? ''
  if (checked.has(campaignId)) return
  checked.add(campaignId)
  const url = `${api}/v1/campaigns/${campaignId}`
  try {
    const answer: View | ProblemDocument = await (await fetch(url)).json()
    if ('code' in answer) say(campaignId, answer.code, answer.detail)
    else say(campaignId, answer.product, faultsOf(form, answer).join('; ') || 'ok')
  } catch {
    say(campaignId, await whyUnread(url))
  }
}

const NAMES = ['visit', 'invalid', 'retrying', 'accepted', 'duplicate', 'rejected', 'failed']

for (const name of NAMES)
  addEventListener(
    `tuoke:${name}`,
    ({ target, detail }: CustomEventInit & Event) => {
      say(name, JSON.stringify({ ...detail, leadToken: undefined }))
      if (target instanceof HTMLFormElement) check(target)
    },
    { capture: true },
  )

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-tuoke-campaign]')) check(form)
