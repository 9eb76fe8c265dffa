import type { Context } from 'hono'
import { html } from 'hono/html'
import type { LeadVerdict } from '../../shared/contract/capture.ts'
import type { ProblemDocument } from '../../shared/contract/problem.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { FORM_MEDIA_TYPES, MAX_BODY_BYTES, mediaTypeOf } from '../../shared/runtime/body.ts'
import { urlencodedFields } from '../../shared/runtime/form.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { FIELD_MESSAGES } from '../../shared/web/fieldMessages.ts'
import { inLang } from '../../shared/web/formWords.ts'
import type { Html } from '../../shared/web/html.ts'
import { type Lang, langOf } from '../../shared/web/lang.ts'
import { errorsWithoutField, leadForm } from '../../shared/web/leadForm.ts'
import { page } from '../../shared/web/page.ts'

/** Whether a browser posted a form and shows whatever comes back: a script asks for JSON. */
export const isForm = (c: Context<HttpEnv>): boolean =>
  FORM_MEDIA_TYPES.includes(mediaTypeOf(c.req.header('content-type'))) &&
  !(c.req.header('accept') ?? '').includes('application/json')

/** The fields as they were sent, so that nobody has to fill them in again. Only what our own page sends is read back. */
const sentFields = (c: Context<HttpEnv>): [string, string][] => {
  const { body = '', isBase64Encoded } = c.env.event
  if (body.length > MAX_BODY_BYTES * 2) return []
  if (mediaTypeOf(c.req.header('content-type')) !== 'application/x-www-form-urlencoded') return []
  const fields = urlencodedFields(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body)
  return Array.isArray(fields) ? fields : []
}

const langSent = (c: Context<HttpEnv>): Lang => langOf(sentFields(c).find(([name]) => name === 'lang')?.[1])

/** On to the thank-you page. The token travels in the fragment, which no server and no log ever sees. */
export const answerForm = (c: Context<HttpEnv>, { campaignId, settings }: Campaign, verdict: LeadVerdict): Response => {
  const isRejected = verdict.outcome === 'rejected'
  const query = new URLSearchParams({
    ...(isRejected && { outcome: 'rejected' }),
    ...(langSent(c) === 'en' && { lang: 'en' }),
  })
  const own = `/thanks/${campaignId}${query.size > 0 ? `?${query}` : ''}`
  return c.redirect(`${isRejected ? own : (settings.thankYouUrl ?? own)}#leadToken=${verdict.leadToken}`, 303)
}

const isTouch = ([name]: [string, string]) => /^(touch|firstTouch)\./.test(name)

const shownAgain = (campaign: Campaign, { errors = [] }: ProblemDocument, c: Context<HttpEnv>): Html => {
  const fields = sentFields(c)
  const values = new Map<string, string[]>()
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value])
  // What was agreed to was another text.
  if (errors.some(({ code }) => code === 'consent_outdated')) values.delete('consent.purposes')
  const touch = fields.filter(isTouch)
  const referer = c.req.header('referer')
  const hidden = touch.length > 0 || referer === undefined ? touch : [['touch.url', referer] as const]
  return leadForm(campaign, { lang: langSent(c), hidden, values, errors })
}

const WORDS = {
  zh: {
    failed: '提交未成功',
    busy: '系统繁忙，本次未能提交。您填写的内容都在，请稍后再次提交。',
    unproven: '提交前需要完成安全验证。请启用 JavaScript，返回活动页面刷新后重新提交。',
    faulty: '请修改标出的内容，然后重新提交。',
    lost: '这次提交无法处理。请返回活动页面，刷新后重新提交。',
    code: '错误代码',
    request: '请求编号',
  },
  en: {
    failed: 'Not sent yet',
    busy: 'We are busy and could not take your request. All that you filled in is here: please send it again in a moment.',
    unproven: 'A security check comes first. Please turn on JavaScript, go back to the page, reload it and send again.',
    faulty: 'Please correct what is marked, then send again.',
    lost: 'This could not be processed. Please go back to the page, reload it and send again.',
    code: 'Error code',
    request: 'Request',
  },
}

const noticeOf = (campaign: Campaign, { errors }: ProblemDocument, lang: Lang): string => {
  if (!errors) return WORDS[lang].busy
  const [other] = errorsWithoutField(campaign, errors)
  if (other?.pointer === '/challenge') return WORDS[lang].unproven
  return other ? FIELD_MESSAGES[lang][other.code] : WORDS[lang].faulty
}

/** A problem as a page, for a visitor without JavaScript who posted a form; undefined for everybody else. What can be put right is shown as the form again, filled in. */
export const showFormProblem = (problem: ProblemDocument, c: Context<HttpEnv>): string | undefined => {
  const wantsPage = isForm(c) && (c.req.header('accept') ?? '').includes('text/html')
  if (!wantsPage || c.req.method !== 'POST') return undefined
  const campaign: Campaign | undefined = c.get('campaign')
  const again = campaign && campaign.settings.status !== 'draft' && (problem.errors || problem.status >= 500)
  const lang = langSent(c)
  const words = WORDS[lang]
  return page({
    title: words.failed,
    lang,
    body: html`<div class="band">
<header class="top"><h1>${again ? inLang(campaign.settings.product, lang).text : words.failed}</h1></header>
<main class="card">${
      again
        ? html`<h2>${words.failed}</h2>
<p class="notice">${noticeOf(campaign, problem, lang)}</p>
${shownAgain(campaign, problem, c)}`
        : html`<p>${words.lost}</p>`
    }
<p class="fine facts">${words.code} ${problem.code} · ${words.request} ${problem.requestId}</p></main>
</div>`,
  })
}
