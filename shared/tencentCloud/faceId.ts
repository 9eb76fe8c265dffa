import * as z from 'zod'
import type { FaceChecker, FacePerson, FaceVerdict } from '../providers/faceChecker.ts'
import { callTencentCloud, type TencentCloudAccount } from './call.ts'

export type TencentFaceId = TencentCloudAccount & { ruleId: string }

/** How long a `BizToken` is good for. */
const SESSION_SECONDS = 7200

/** Texts only: no picture of anybody is fetched. */
const TEXT_ONLY = '1'

const Session = z.object({ Url: z.url({ protocol: /^https?$/ }), BizToken: z.string().min(1) })

const Found = z.object({
  RequestId: z.string(),
  Text: z
    .object({
      ErrCode: z.number().nullish(),
      LiveStatus: z.number().nullish(),
      Comparestatus: z.number().nullish(),
      Name: z.string().nullish(),
      IdCard: z.string().nullish(),
    })
    .nullish(),
})

const inputOf = ({ name, idNumber, redirectUrl, extra }: FacePerson) => ({
  Name: name,
  IdCard: idNumber.toUpperCase(),
  RedirectUrl: redirectUrl,
  Extra: extra,
})

/** Until the person has finished, the provider's `ErrCode` is null. */
const verdictOf = ({ RequestId, Text }: z.infer<typeof Found>): FaceVerdict => {
  if (Text?.ErrCode === null || Text?.ErrCode === undefined) return { status: 'pending' }
  const { ErrCode, LiveStatus, Comparestatus, Name, IdCard } = Text
  const passed = ErrCode === 0 && LiveStatus === 0 && Comparestatus === 0
  return {
    status: 'done',
    passed,
    reference: RequestId,
    name: Name ?? undefined,
    idNumber: IdCard ?? undefined,
    ...(!passed && { reason: `${ErrCode}/${LiveStatus ?? '-'}/${Comparestatus ?? '-'}` }),
  }
}

/** Checks faces by Tencent Cloud FaceID, `DetectAuth` and `GetDetectInfoEnhanced` of 2018-03-01. Results are kept there for 3 days. */
export const tencentFaceId = (account: TencentFaceId): FaceChecker => {
  const actionOf = (action: string, input: Record<string, unknown>) =>
    ({ service: 'faceid', action, version: '2018-03-01', input: { RuleId: account.ruleId, ...input } }) as const
  return {
    async start(person) {
      const expiresAt = new Date(account.now().getTime() + SESSION_SECONDS * 1000).toISOString()
      const { Url, BizToken } = await callTencentCloud(account, actionOf('DetectAuth', inputOf(person)), Session)
      return { url: Url, token: BizToken, expiresAt }
    },

    async result(token) {
      const action = actionOf('GetDetectInfoEnhanced', { BizToken: token, InfoType: TEXT_ONLY })
      return verdictOf(await callTencentCloud(account, action, Found))
    },
  }
}
