import * as z from 'zod'
import type { AccessToken } from '../providers/accessToken.ts'
import type { Inviter } from '../providers/inviter.ts'
import { callWecom, type WecomCorp } from './call.ts'

const Answer = z.object({ config_id: z.string().min(1), qr_code: z.url() })

const ONE_ADVISER = 1
const MANY_ADVISERS = 2
const BY_QR_CODE = 2

/** "Contact me" codes of members of staff by `add_contact_way`: who adds one is told with the scene, of at most 30 characters. They do not end. */
export const wecomContactWay = (corp: WecomCorp, accessToken: AccessToken, userIds: readonly string[]): Inviter => ({
  async invite(scene) {
    const type = userIds.length === 1 ? ONE_ADVISER : MANY_ADVISERS
    const body = { type, scene: BY_QR_CODE, user: userIds, state: scene }
    const path = '/cgi-bin/externalcontact/add_contact_way'
    const made = await accessToken.use((token) => callWecom(corp, { path, token, body }, Answer))
    return { url: made.qr_code, imageUrl: made.qr_code, configId: made.config_id }
  },
})
