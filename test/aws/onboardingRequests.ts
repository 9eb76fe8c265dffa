import { KEY_ID } from '../../infra/local/services.ts'
import { ACCOUNT } from '../../infra/local/simulators/tencentCloud/account.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { ConnectionKind } from '../../shared/contract/connections.ts'
import { kmsClient } from '../../shared/runtime/aws/clients.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { seal } from '../../shared/security/sealing.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { TABLE_NAME } from '../harness/items.ts'
import { type Outside, startOutside } from '../harness/outside.ts'
import { tableOn } from '../harness/tables.ts'

/** The demo connections, put past the allow-list of a stage, which names no host of this machine. */
const connect = async (dynamodb: string, { url }: Outside): Promise<void> => {
  const table = await tableOn(dynamodb, TABLE_NAME)
  const ring = await keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: KEY_ID }))()
  const connections = connectionStore(table)
  const put = (kind: ConnectionKind, credentials: object) => {
    const about = { settings: {}, secrets: [], updatedAt: new Date().toISOString() }
    return connections.put({ kind, connectionId: 'demo', ...about }, seal(ring, `${kind}/demo`, credentials))
  }
  const { secretId, secretKey, sdkAppId, signName, templateId } = ACCOUNT
  const sms = { provider: 'tencent_cloud', secretId, secretKey, sdkAppId, signName, templateId }
  await put('sms', { ...sms, baseUrl: `${url}/tencent_cloud/sms` })
  await put('wechat_mini_program', { ...MINI_PROGRAM, baseUrl: `${url}/wechat` })
}

/** What the campaign of these requests lends: its applicants need no more than a name. */
export const APPLICATION = {
  products: [
    {
      id: 'plain',
      name: '小额贷',
      amountFen: { min: 1, max: 10_000_000 },
      termMonths: { min: 1, max: 36 },
      identity: { idNumber: false, bankCard: false, faceCheck: false },
    },
  ],
}

/** By which connections the campaign of these requests verifies phones. */
export const REGISTRATION = { sms: { connection: 'demo' }, wechat: { connection: 'demo' } }

/** Whoever stands outside, connected. */
export const startConnected = async (dynamodb: string): Promise<Outside> => {
  const outside = await startOutside()
  await connect(dynamodb, outside)
  return outside
}

type Registered = { leadToken: string }
type Post = (status: number, step: string, body: object, headers?: Record<string, string>) => Promise<Registered>

/** Registers a lead by a code, and again by a tap in the mini program. */
export const askToRegister = async (outside: Outside, phone: string, post: Post): Promise<Registered> => {
  const business = { name: '示例商贸有限公司', contactName: '张三' }
  await post(202, 'phone-codes', {})
  const phoneCode = (await outside.inbox(phone))[0]?.code ?? ''
  await post(201, 'registration', { phoneCode, business }, { 'idempotency-key': '"registration"' })
  const { appId } = MINI_PROGRAM
  return post(201, 'registration', { wechatPhoneCode: await outside.tap(phone, { appId }), appId, business })
}
