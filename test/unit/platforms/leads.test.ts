import { describe, expect, it } from 'vitest'
import { googleAdsLeads } from '../../../shared/platforms/leads/googleAds.ts'
import type { PushedLead, ReadPush } from '../../../shared/platforms/leads/leadReader.ts'
import { metaChallenge, metaLeads, metaSignature } from '../../../shared/platforms/leads/meta.ts'
import { withMetaContact } from '../../../shared/platforms/leads/metaFetched.ts'

const NOW = new Date('2023-11-14T22:13:20.000Z')

const push = (body: string, headers: Record<string, string> = {}) => ({ body, headers: new Headers(headers), now: NOW })

const leadIn = (read: ReadPush): PushedLead | undefined => ('leads' in read ? read.leads[0] : undefined)

describe('leads that Meta tells of', () => {
  const account = { appSecret: 'app-secret-test', verifyToken: 'verify-me' }
  const BODY =
    '{"object":"page","entry":[{"id":"1234567890","time":1700000000,"changes":[{"field":"leadgen","value":{"leadgen_id":"444444444444","page_id":"1234567890","form_id":"555555555555","adgroup_id":"666666666666","ad_id":"777777777777","created_time":1700000000}}]}]}'
  const SIGNATURE = 'sha256=b0d6b2706f7b8ae246e7cd90473a46efa0ff1ae6ca83588349f02d5860098570'
  const signed = (body: string) => push(body, { 'x-hub-signature-256': metaSignature(body, account.appSecret) })

  it('are taken with the signature of the vector', () => {
    expect(metaLeads.readPush(push(BODY, { 'X-Hub-Signature-256': SIGNATURE }), account)).toEqual({
      leads: [
        {
          platform: 'meta',
          platformLeadId: '444444444444',
          answers: {},
          at: NOW.toISOString(),
          account: '1234567890',
          ad: '777777777777',
          formId: '555555555555',
          isTest: false,
        },
      ],
    })
  })

  it.each([
    ['no signature', push(BODY)],
    ['another body', push(`${BODY} `, { 'x-hub-signature-256': SIGNATURE })],
    ['the older algorithm', push(BODY, { 'x-hub-signature': 'sha1=00' })],
    ['a bare digest', push(BODY, { 'x-hub-signature-256': SIGNATURE.slice(7) })],
  ])('are refused with %s', (_what, pushed) => {
    expect(metaLeads.readPush(pushed, account)).toEqual({ refused: 'signature' })
  })

  it('come several at once, with ids that no number holds and beside what is no lead', () => {
    const lead = (id: string) => `{"field":"leadgen","value":{"leadgen_id":${id}}}`
    const body = `{"entry":[{"changes":[${lead('9007199254740993')},{"field":"feed","value":{}},${lead('12')}]},{"changes":[${lead('13')}]},{}]}`
    const read = metaLeads.readPush(signed(body), account)
    expect('leads' in read && read.leads.map(({ platformLeadId }) => platformLeadId)).toEqual([
      '9007199254740993',
      '12',
      '13',
    ])
  })

  it.each(['', '[]', '{"entry":1}'])('are refused when the body is "%s"', (body) => {
    expect(metaLeads.readPush(signed(body), account)).toEqual({ refused: 'malformed' })
  })

  it('are completed by what the person wrote', () => {
    const lead = leadIn(metaLeads.readPush(signed(BODY), account))
    const field_data = [
      { name: 'phone_number', values: ['+8613800138000'] },
      { name: 'first_name', values: ['San'] },
      { name: 'last_name', values: ['Zhang'] },
      { name: 'company_name', values: ['Example Trading'] },
      { name: 'turnover', values: ['1-5m'] },
      { name: 'empty', values: [] },
    ]
    expect(lead && withMetaContact(lead, JSON.stringify({ field_data }))).toMatchObject({
      platformLeadId: '444444444444',
      phone: '+8613800138000',
      name: 'San Zhang',
      company: 'Example Trading',
      answers: { turnover: '1-5m' },
    })
    expect(lead && withMetaContact(lead, '{"error":{}}')).toBeUndefined()
  })

  const challenge = (more: Record<string, string>) =>
    metaChallenge(
      new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.verify_token': 'verify-me',
        'hub.challenge': '1158201444',
        ...more,
      }),
      account,
    )

  it('are subscribed to by answering the challenge', () => {
    expect(challenge({})).toBe('1158201444')
  })

  it.each([
    ['hub.mode', 'unsubscribe'],
    ['hub.verify_token', 'other'],
    ['hub.verify_token', ''],
    ['hub.challenge', ''],
    ['hub.challenge', '<script>'],
  ])('are not subscribed to when %s is "%s"', (name, value) => {
    expect(challenge({ [name]: value })).toBeUndefined()
  })
})

describe("leads of Google's forms", () => {
  const column = (column_id: string, string_value: unknown) => ({ column_id, string_value, column_name: 'x' })
  const LEAD = {
    lead_id: 'L1',
    api_version: '1.0',
    google_key: 'lead-key',
    is_test: false,
    user_column_data: [
      column('FULL_NAME', ' 张三 '),
      column('PHONE_NUMBER', '+86 138 0013 8000'),
      column('CITY', '上海'),
    ],
    form_id: 11,
    gcl_id: 'gclid-1',
    adgroup_id: '22',
    creative_id: 33,
    lead_submit_time: '2023-11-15T06:13:20+08:00',
  }
  const read = (more: object) =>
    googleAdsLeads.readPush(push(JSON.stringify({ ...LEAD, ...more })), { leadKey: 'lead-key' })

  it('are taken with the key of the form', () => {
    expect(read({})).toEqual({
      leads: [
        {
          platform: 'google_ads',
          platformLeadId: 'L1',
          phone: '+86 138 0013 8000',
          name: '张三',
          answers: { CITY: '上海' },
          at: NOW.toISOString(),
          ad: '22',
          creative: '33',
          formId: '11',
          clickId: 'gclid-1',
          isTest: false,
        },
      ],
    })
  })

  it('are known as tests', () => {
    expect(leadIn(read({ is_test: true }))?.isTest).toBe(true)
  })

  it('keep form ids that no number holds, and take the phone of work where there is no other', () => {
    const body =
      '{"lead_id":"L1","google_key":"lead-key","form_id":9007199254740993,"user_column_data":[{"column_id":"WORK_PHONE","string_value":"13800138000"},{"column_id":"FIRST_NAME","string_value":"San"},{"column_id":"LAST_NAME","string_value":"Zhang"}]}'
    const lead = leadIn(googleAdsLeads.readPush(push(body), { leadKey: 'lead-key' }))
    expect(lead).toMatchObject({ formId: '9007199254740993', phone: '13800138000', name: 'San Zhang', isTest: false })
  })

  it.each(['other', 'lead-ke', '', 'LEAD-KEY'])('are refused with the key "%s"', (google_key) => {
    expect(read({ google_key })).toEqual({ refused: 'signature' })
  })

  it.each([
    { lead_id: '' },
    { lead_id: 'x'.repeat(65) },
    { lead_id: undefined },
    { user_column_data: 'x' },
    { google_key: 1 },
  ])('are refused when they hold %j', (more) => {
    expect(read(more)).toEqual({ refused: 'malformed' })
  })

  it('are cut to what is kept', () => {
    const columns = Array.from({ length: 40 }, (_, index) => column(`Q${index}`, 'x'.repeat(2000)))
    const lead = leadIn(
      read({ user_column_data: [...columns, column('FULL_NAME', '名'.repeat(99)), column('BAD', { deep: 1 })] }),
    )
    expect(Object.keys(lead?.answers ?? {})).toHaveLength(30)
    expect(lead?.answers.Q0).toHaveLength(1000)
    expect(lead?.name).toHaveLength(50)
    expect(lead).not.toHaveProperty('phone')
  })

  it('do no harm by the names of their questions', () => {
    const lead = leadIn(
      read({ user_column_data: [column('__proto__', 'x'), column('constructor', 'y'), column('', 'z')] }),
    )
    expect(Object.getPrototypeOf(lead?.answers)).toBe(Object.prototype)
  })
})
