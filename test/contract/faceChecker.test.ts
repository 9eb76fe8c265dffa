import { beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNT } from '../../infra/local/simulators/tencentCloud/account.ts'
import { type TencentFaceId, tencentFaceId } from '../../shared/tencentCloud/faceId.ts'
import { FAULTS, failureOf, type Outside, PATIENT_MS, startOutside } from '../harness/outside.ts'

const clock = new Date('2026-11-20T08:00:00Z')
const now = () => clock

let outside: Outside
beforeAll(async () => {
  outside = await startOutside(now)
})

const checker = (changes: Partial<TencentFaceId> = {}) =>
  tencentFaceId({ ...ACCOUNT, baseUrl: `${outside.url}/tencent_cloud/faceid`, now, timeoutMs: PATIENT_MS, ...changes })

const PERSON = { name: '李四', idNumber: '11010519491231002x', extra: 'ap_0001' }
const KNOWN = { name: '李四', idNumber: '11010519491231002X' }

const press = (url: string, verdict: string) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ verdict }), redirect: 'manual' })

describe('Tencent Cloud FaceID', () => {
  it('sends the person to a page and knows nothing until they are done', async () => {
    const { url, token, expiresAt } = await checker().start(PERSON)
    expect(url).toBe(`${outside.url}/face/${token}`)
    expect(expiresAt).toBe('2026-11-20T10:00:00.000Z')
    const page = await (await fetch(url)).text()
    expect(page).toContain('李*')
    expect(page).not.toContain('李四')
    expect(await checker().result(token)).toEqual({ status: 'pending' })
  })

  it('tells who passed, as the provider knows them', async () => {
    const { url, token } = await checker().start({ ...PERSON, redirectUrl: 'https://h5.example.com/done?step=3' })
    const back = await press(url, 'pass')
    expect(back.headers.get('location')).toBe(`https://h5.example.com/done?step=3&BizToken=${token}`)
    const verdict = await checker().result(token)
    expect(verdict).toEqual({ status: 'done', passed: true, reference: expect.any(String), ...KNOWN })
  })

  it.each([
    ['fail', '2/0/2'],
    ['not_live', '1/1/-'],
  ])('tells that a person did not pass (%s), and the first verdict stands', async (pressed, reason) => {
    const { url, token } = await checker().start(PERSON)
    await press(url, pressed)
    await press(url, 'pass')
    expect(await checker().result(token)).toMatchObject({ status: 'done', passed: false, reason, ...KNOWN })
  })

  it.each([{ LiveStatus: 1 }, { LiveStatus: null }, { Comparestatus: 2 }, { Comparestatus: null }, { ErrCode: 5 }])(
    'takes nobody for passed whom one of the three numbers speaks against (%o)',
    async (numbers) => {
      const { token } = await checker().start(PERSON)
      await outside.ask('POST', '/_sim/face', { token, verdict: 'pass', numbers })
      expect(await checker().result(token)).toMatchObject({ status: 'done', passed: false })
    },
  )

  it('tells of another person who passed by their own name and number', async () => {
    const { token } = await checker().start(PERSON)
    const other = { name: '王五', idNumber: '440524188001010014' }
    expect((await outside.ask('POST', '/_sim/face', { token, verdict: 'pass', ...other })).status).toBe(201)
    expect(await checker().result(token)).toMatchObject({ passed: true, ...other })
  })

  it.each(FAULTS)(
    'tells of a provider with the fault $fault that it is $failure.kind',
    async ({ fault, timeoutMs, failure }) => {
      await outside.breakNext('tencent_cloud', fault)
      expect(await failureOf(checker({ timeoutMs }).start(PERSON))).toMatchObject(failure)
      await outside.breakNext('tencent_cloud', fault)
      expect(await failureOf(checker({ timeoutMs }).result('any'))).toMatchObject(failure)
    },
  )

  it('is refused for another rule, a token of nobody, and a signature that is not taken', async () => {
    expect(await failureOf(checker({ ruleId: '2' }).start(PERSON))).toMatchObject({
      kind: 'refused',
      code: 'InvalidParameterValue.RuleIdNotExist',
    })
    expect(await failureOf(checker().result('nobody'))).toMatchObject({ code: 'InvalidParameterValue.BizTokenIllegal' })
    await outside.breakNext('tencent_cloud', 'refuse_signature')
    expect(await failureOf(checker().start(PERSON))).toMatchObject({ code: 'AuthFailure.SignatureFailure' })
  })

  it('asks for texts only, never for a picture', async () => {
    const { token } = await checker().start(PERSON)
    await checker().result(token)
    const [asked] = await outside.requests('tencent_cloud')
    expect(JSON.parse(asked?.body ?? '')).toEqual({ RuleId: '1', BizToken: token, InfoType: '1' })
  })
})
