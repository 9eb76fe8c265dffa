import type { Send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'

/** A request with the name that its event is kept under, and the status it is answered with. */
export type RecordedRequest = { name: string; status: number; method: string; path: string } & Send

/** The campaign of everything that is recorded. */
export const CAMPAIGN = 'recorded'

const campaign = `/v1/campaigns/${CAMPAIGN}`
const VISIT = 'visit-recorded'

const settings = campaignSettings({
  fields: [{ name: 'amount', label: 'Amount', type: 'select', required: false, options: ['small', 'large'] }],
})

const touchOf = (visitId: string) => ({ url: 'https://loan.bank.example/spring?gdt_vid=a1', visitId })

/** As a browser sends a form without JavaScript. */
const form = {
  raw: new URLSearchParams({
    'contact.phone': phoneNumber(2),
    'consent.version': '2026-11',
    'consent.purposes': 'contact',
    website: '',
  }),
  headers: { accept: 'text/html,*/*;q=0.8' },
}

const lead = (name: string, status: number, more: Send): RecordedRequest => ({
  name,
  status,
  method: 'POST',
  path: `${campaign}/leads`,
  ...more,
})

const get = (name: string, path: string, more: Send = {}): RecordedRequest => ({
  name,
  status: 200,
  method: 'GET',
  path,
  ...more,
})

/** In an address that a platform is given; the right one differs from installation to installation. */
const NO_KEY = 'a'.repeat(26)

/** What operators and visitors do, in order: every way in which a lead comes to be or changes. */
export const changing = (key: string): RecordedRequest[] => [
  { name: 'putCampaign', status: 201, method: 'PUT', path: campaign, body: settings, key },
  {
    name: 'putConnection',
    status: 201,
    method: 'PUT',
    path: '/v1/connections/tencent_ads/recorded',
    body: { accountId: '25610', accessToken: 'a-synthetic-token' },
    key,
  },
  {
    name: 'preflight',
    status: 204,
    method: 'OPTIONS',
    path: `${campaign}/leads`,
    headers: {
      origin: 'https://loan.bank.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  },
  {
    name: 'recordVisit',
    status: 202,
    method: 'POST',
    path: `${campaign}/visits`,
    raw: JSON.stringify({ visitId: VISIT, url: touchOf(VISIT).url }),
    headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://loan.bank.example' },
  },
  lead('captureLead', 201, {
    body: submission(phoneNumber(1), { touch: touchOf(VISIT) }),
    headers: { 'idempotency-key': '"recorded"' },
  }),
  lead('repeatLead', 200, { body: submission(phoneNumber(1), { touch: { utm: { source: 'mail' } } }) }),
  lead('captureForm', 303, form),
  lead('rejectLead', 201, { body: submission(phoneNumber(3), { website: 'https://spam.example' }) }),
  lead('acceptRejected', 201, { body: submission(phoneNumber(3)) }),
  lead('captureBeforeVisit', 201, { body: submission(phoneNumber(4), { touch: touchOf('visit-unseen') }) }),
]

/** How many events and journal entries come of `changing`. */
export const EFFECTS = { published: 6, journaled: 8 }

/** With a code that was never sent: no provider is there when events are recorded. */
const REGISTRATION = { phoneCode: '123456', business: { name: '示例商贸有限公司', contactName: '张三' } }

const PACK = { campaignId: CAMPAIGN, platform: 'tencent_ads', delivery: 'file' }

const post = (name: string, path: string, body: object, key: string) => ({ name, method: 'POST', path, body, key })

/** Of an account that nobody connected, as WeChat sends it: no signature is good for long. */
const ofUnknownAccount: RecordedRequest = {
  name: 'hearWechatEvent',
  status: 404,
  method: 'POST',
  path: '/v1/in/wechat/wx0000recorded0000?signature=0&timestamp=1795715980&nonce=1',
  raw: '<xml><MsgType><![CDATA[event]]></MsgType></xml>',
  headers: { 'content-type': 'text/xml' },
}

/** What is looked at afterwards. */
export const reading = (about: { key: string; leadId: string; leadToken: string; day: string }): RecordedRequest[] => {
  const { key, leadId, leadToken, day } = about
  return [
    get('getCampaign', campaign),
    get('getLead', `/v1/leads/${leadId}`, { key: leadToken }),
    { ...post('sendPhoneCode', `/v1/leads/${leadId}/phone-codes`, {}, leadToken), status: 409 },
    { ...post('registerLead', `/v1/leads/${leadId}/registration`, REGISTRATION, leadToken), status: 422 },
    get('listCampaigns', '/v1/campaigns', { key }),
    get('listLeads', `/v1/leads?campaign=${CAMPAIGN}&day=${day}`, { key }),
    get('getTimeline', `/v1/leads/${leadId}/timeline`, { key }),
    get('getFunnelReport', `/v1/reports/funnel?campaign=${CAMPAIGN}&from=${day}&to=${day}&by=day`, { key }),
    get('listConversions', `/v1/conversions?campaign=${CAMPAIGN}`, { key }),
    get('listPartners', '/v1/partners', { key }),
    { ...get('audienceScreen', '/console/audiences', { headers: { accept: 'text/html' } }), status: 303 },
    { ...post('exportAudience', '/v1/audiences/positive/exports', PACK, key), status: 200 },
    get('signInPage', '/console/sign-in', { headers: { accept: 'text/html' } }),
    { ...get('partnersPage', '/console/partners', { headers: { accept: 'text/html' } }), status: 303 },
    { ...get('conversionsPage', '/console/conversions', { headers: { accept: 'text/html' } }), status: 303 },
    ofUnknownAccount,
    { ...get('recordClick', `/v1/in/baidu/clicks/${CAMPAIGN}/${NO_KEY}?click_id=1&bd_vid=2`), status: 404 },
    {
      ...get('checkLeadForm', `/v1/in/meta/leads/${CAMPAIGN}/${NO_KEY}?hub.mode=subscribe&hub.challenge=1`),
      status: 404,
    },
    get('landingPage', `/demo/${CAMPAIGN}`, { headers: { accept: 'text/html' } }),
    get('health', '/health'),
    get('reference', '/docs'),
    get('guide', '/docs/guides/chains'),
    get('openApi', '/openapi.yaml'),
    { ...get('fallback', '/nothing', { headers: { accept: 'text/html' } }), status: 404 },
  ]
}
