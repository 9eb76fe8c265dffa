/** Who a platform says opened its mini program; `unionid` is the same person in all apps of one owner. */
export type WechatPerson = { openid: string; unionid?: string }

/** What a platform makes of a login code. `bad_code`: expired, used before, another app's, or of somebody it does not let in. */
export type LoginReading = { status: 'read'; person: WechatPerson } | { status: 'bad_code' }

/** Turns a one-time login code into who it is of. Whatever else goes wrong is a ProviderFailure. */
export type LoginReader = { read(code: string): Promise<LoginReading> }
