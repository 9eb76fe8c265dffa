import { beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNT } from '../../infra/local/simulators/tencentCloud/account.ts'
import { type TencentSms, tencentSms } from '../../shared/tencentCloud/sms.ts'
import { FAULTS, failureOf, type Outside, PATIENT_MS, startOutside } from '../harness/outside.ts'

let clock = new Date('2026-11-20T08:00:00Z')
const now = () => clock
const later = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000)
}

let outside: Outside
beforeAll(async () => {
  outside = await startOutside(now)
})

const sender = (changes: Partial<TencentSms> = {}) =>
  tencentSms({ ...ACCOUNT, baseUrl: `${outside.url}/tencent_cloud/sms`, now, timeoutMs: PATIENT_MS, ...changes })

const message = (phone: string) => ({ phone, code: '042917', minutes: 5 })

describe('Tencent Cloud SMS', () => {
  it('brings the code to the phone', async () => {
    const { reference } = await sender().sendCode(message('13800138001'))
    expect(await outside.inbox('13800138001')).toEqual([
      {
        phone: '13800138001',
        code: '042917',
        text: '【拓客演示】您的验证码为042917，5分钟内有效，请勿告诉他人。',
        at: clock.toISOString(),
        reference,
      },
    ])
  })

  it.each(FAULTS)(
    'tells of a provider with the fault $fault that it is $failure.kind',
    async ({ fault, timeoutMs, failure }) => {
      await outside.breakNext('tencent_cloud', fault)
      expect(await failureOf(sender({ timeoutMs }).sendCode(message('13800138002')))).toMatchObject(failure)
      later(31)
    },
  )

  it('may have sent the code when the connection broke after the request', async () => {
    await outside.breakNext('tencent_cloud', 'drop_after_accept')
    expect((await failureOf(sender().sendCode(message('13800138003')))).kind).toBe('unreachable')
    expect(await outside.inbox('13800138003')).toHaveLength(1)
  })

  it('tells that nobody answers at the address', async () => {
    const failure = await failureOf(sender({ baseUrl: 'http://127.0.0.1:1/' }).sendCode(message('13800138004')))
    expect(failure).toMatchObject({ kind: 'unreachable', retryable: true })
  })

  it.each([
    ['a wrong secret key', { secretKey: 'wrong' }, 'AuthFailure.SignatureFailure'],
    ['an unknown secret id', { secretId: 'AKIDUNKNOWN' }, 'AuthFailure.SecretIdNotFound'],
    ['a clock six minutes late', { now: () => new Date(clock.getTime() - 360_000) }, 'AuthFailure.SignatureExpire'],
    ['a clock six minutes early', { now: () => new Date(clock.getTime() + 360_000) }, 'AuthFailure.SignatureExpire'],
    ['another application', { sdkAppId: '1400000009' }, 'UnauthorizedOperation.SmsSdkAppIdVerifyFail'],
    ['an unapproved signature', { signName: '别家' }, 'FailedOperation.SignatureIncorrectOrUnapproved'],
    ['an unapproved template', { templateId: '9' }, 'FailedOperation.TemplateIncorrectOrUnapproved'],
  ])('is refused for %s', async (_what, changes, code) => {
    const failure = await failureOf(sender(changes).sendCode(message('13800138005')))
    expect(failure).toMatchObject({ kind: 'refused', retryable: false, code })
    expect(await outside.inbox('13800138005')).toEqual([])
  })

  it('takes a clock four minutes off', async () => {
    const late = () => new Date(clock.getTime() - 240_000)
    expect(await sender({ now: late }).sendCode(message('13800138006'))).toHaveProperty('reference')
  })

  it('is refused when the provider does not take the signature, and for what is no mainland number', async () => {
    await outside.breakNext('tencent_cloud', 'refuse_signature')
    expect(await failureOf(sender().sendCode(message('13800138007')))).toMatchObject({
      kind: 'refused',
      code: 'AuthFailure.SignatureFailure',
    })
    expect(await failureOf(sender().sendCode(message('02012345678')))).toMatchObject({
      code: 'InvalidParameterValue.IncorrectPhoneNumber',
    })
  })

  it('meets the limits of the provider for one number: 30 seconds, 5 an hour, 10 a day', async () => {
    const codeOf = async () => (await failureOf(sender().sendCode(message('13800138008')))).code
    for (let sent = 1; sent <= 10; sent++) {
      await sender().sendCode(message('13800138008'))
      if (sent === 1) expect(await codeOf()).toBe('LimitExceeded.PhoneNumberThirtySecondLimit')
      later(31)
      if (sent === 5) expect(await codeOf()).toBe('LimitExceeded.PhoneNumberOneHourLimit')
      if (sent === 5) later(3600)
    }
    later(3600)
    expect(await failureOf(sender().sendCode(message('13800138008')))).toMatchObject({
      kind: 'rate_limited',
      retryable: true,
      code: 'LimitExceeded.PhoneNumberDailyLimit',
    })
  })

  it('says nothing of the person or the secret in its failures', async () => {
    await outside.breakNext('tencent_cloud', 'refuse_signature')
    const failure = await failureOf(sender().sendCode(message('13800138009')))
    expect(failure.message).toBe('tencent_cloud sms: refused (AuthFailure.SignatureFailure)')
    expect(JSON.stringify(failure) + failure.stack).not.toMatch(/13800138009|042917|SIMULATEDSECRETKEY/)
  })
})
