import * as z from 'zod'
import type { AccessToken } from '../providers/accessToken.ts'
import type { Inviter } from '../providers/inviter.ts'
import { callWechat, type WechatApp } from './call.ts'

const Answer = z.object({ ticket: z.string().min(1), url: z.string().min(1), expire_seconds: z.number().positive() })

/** 30 days, the longest that WeChat knows of codes that are not kept for good. */
const LIFE_SECONDS = 2_592_000

/** Images of codes lie with another host than the API. */
const IMAGE_HOST = 'https://mp.weixin.qq.com'

const imageOf = ({ baseUrl = IMAGE_HOST }: WechatApp, ticket: string): string =>
  `${baseUrl.replace(/\/$/, '')}/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`

/** QR codes of an official account by `qrcode/create`: who follows by one is told with its scene, of 1 to 64 characters. */
export const wechatQrCode = (app: WechatApp, accessToken: AccessToken): Inviter => ({
  async invite(scene) {
    const body = {
      expire_seconds: LIFE_SECONDS,
      action_name: 'QR_STR_SCENE',
      action_info: { scene: { scene_str: scene } },
    }
    const path = '/cgi-bin/qrcode/create'
    const made = await accessToken.use((token) => callWechat(app, { path, token, body }, Answer))
    return { url: made.url, imageUrl: imageOf(app, made.ticket), seconds: made.expire_seconds }
  },
})
