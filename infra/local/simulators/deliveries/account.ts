/** An account whose events are delivered, and how its platform signs them. */
export type Account = {
  platform: 'wechat' | 'wecom'
  /** The app id or corp id: a message is encrypted for it, and the API's address ends with it. */
  id: string
  /** What messages call the account. */
  name: string
  token: string
  encodingAesKey: string
  agentId?: string
}

/** Where the API takes what the platform says of an account. */
export const addressOf = (api: string, { platform, id }: Account): string => `${api}/v1/in/${platform}/${id}`
