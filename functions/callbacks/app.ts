import type { Callback } from '../../shared/callbacks/callback.ts'
import { checkWechat, checkWecom, hearWechatEvent, hearWecomEvent } from '../../shared/contract/inbound.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { hearWechat } from '../../shared/wechat/hear.ts'
import { hearWecom } from '../../shared/wecom/hear.ts'
import type { CallbacksDeps } from './deps.ts'
import { type Listening, listen } from './listen.ts'
import type { ListeningAccount } from './listeningAccount.ts'

const WECHAT: Listening = {
  platform: 'wechat',
  hear: ({ id, ...account }: ListeningAccount, callback: Callback) => hearWechat({ ...account, appId: id }, callback),
  taken: 'success',
}

const WECOM: Listening = {
  platform: 'wecom',
  hear: ({ id, encodingAesKey = '', ...account }: ListeningAccount, callback: Callback) =>
    hearWecom({ ...account, corpId: id, encodingAesKey }, callback),
  taken: '',
}

/** What WeChat and WeCom call. */
export const createCallbacksApp = (deps: CallbacksDeps): HttpApp => {
  const app = createHttpApp()
  mount(app, deps, checkWechat, listen(deps, WECHAT))
  mount(app, deps, hearWechatEvent, listen(deps, WECHAT))
  mount(app, deps, checkWecom, listen(deps, WECOM))
  mount(app, deps, hearWecomEvent, listen(deps, WECOM))
  return app
}
