import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { World } from '../world.ts'
import { ACCOUNT } from './account.ts'
import { action, CloudError, type CloudService } from './action.ts'

const Status = z.number().int().nullable().optional()

/** What the simulated person did, whom the provider took them for when not for the one that was named, and numbers of its own. */
export const FaceVerdictInput = z.object({
  verdict: z.enum(['pass', 'fail', 'not_live']),
  name: z.string().min(1).optional(),
  idNumber: z.string().min(1).optional(),
  numbers: z.strictObject({ ErrCode: Status, LiveStatus: Status, Comparestatus: Status }).optional(),
})
export type FaceVerdictInput = z.infer<typeof FaceVerdictInput>

export type FaceSession = {
  token: string
  name: string
  idNumber: string
  redirectUrl?: string
  extra: string
  expiresAt: number
  done?: FaceVerdictInput
}

const SESSION_MS = 7_200_000
const MAX_SESSIONS = 500

/** The service answers numbers; which ones stand for which cause is not published whole, so these are of our choosing. */
const NUMBERS = {
  pass: { ErrCode: 0, LiveStatus: 0, Comparestatus: 0, Sim: '97.50' },
  fail: { ErrCode: 2, LiveStatus: 0, Comparestatus: 2, Sim: '31.20' },
  not_live: { ErrCode: 1, LiveStatus: 1, Comparestatus: null, Sim: null },
} as const

const DetectAuth = z.object({
  RuleId: z.string(),
  Name: z.string().min(1).max(32),
  IdCard: z.string().regex(/^\d{17}[\dX]$/),
  RedirectUrl: z
    .url({ protocol: /^https?$/ })
    .max(1024)
    .optional(),
  Extra: z.string().max(1024).default(''),
})

const GetDetectInfoEnhanced = z.object({
  BizToken: z.string(),
  RuleId: z.string(),
  InfoType: z.string().regex(/^\d+$/).default('0'),
})

const textOf = ({ name, idNumber, extra, done }: FaceSession) => {
  if (!done) return { ErrCode: null, LiveStatus: null, Comparestatus: null, Name: name, IdCard: idNumber, Extra: extra }
  const numbers = { ...NUMBERS[done.verdict], ...done.numbers }
  return { ...numbers, UseIDType: 0, Name: done.name ?? name, IdCard: done.idNumber ?? idNumber, Extra: extra }
}

const checkRule = (ruleId: string): void => {
  if (ruleId !== ACCOUNT.ruleId) throw new CloudError('InvalidParameterValue.RuleIdNotExist')
}

/** The simulated face check and the people who stand before it. */
export const faceIdService = ({ now, origin }: World) => {
  const sessions = new Map<string, FaceSession>()

  const find = (token: string): FaceSession | undefined => {
    const session = sessions.get(token)
    return session && session.expiresAt > now().getTime() ? session : undefined
  }

  const begin = ({ RuleId, Name: name, IdCard: idNumber, RedirectUrl, Extra: extra }: z.infer<typeof DetectAuth>) => {
    checkRule(RuleId)
    const token = randomUUID().toUpperCase()
    const [oldest] = sessions.keys()
    if (oldest !== undefined && sessions.size >= MAX_SESSIONS) sessions.delete(oldest)
    const session = { token, name, idNumber, extra, expiresAt: now().getTime() + SESSION_MS }
    sessions.set(token, RedirectUrl === undefined ? session : { ...session, redirectUrl: RedirectUrl })
    return { Url: `${origin()}/face/${token}`, BizToken: token }
  }

  const tell = ({ BizToken, RuleId }: z.infer<typeof GetDetectInfoEnhanced>) => {
    checkRule(RuleId)
    const session = sessions.get(BizToken)
    if (!session) throw new CloudError('InvalidParameterValue.BizTokenIllegal')
    return { Text: textOf(session), IdCardData: null, BestFrame: null, VideoData: null, Encryption: null }
  }

  /** The person is done; the first verdict stands. False when there is no such session, or it has one. */
  const finish = (token: string, done: FaceVerdictInput): boolean => {
    const session = find(token)
    if (!session || session.done) return false
    session.done = done
    return true
  }

  const service: CloudService = {
    name: 'faceid',
    version: '2018-03-01',
    actions: {
      DetectAuth: action(DetectAuth, begin),
      GetDetectInfoEnhanced: action(GetDetectInfoEnhanced, tell),
    },
  }
  return { service, find, finish, newest: () => [...sessions.values()].reverse() }
}

export type FaceIdService = ReturnType<typeof faceIdService>
