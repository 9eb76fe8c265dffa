import { html } from 'hono/html'
import { maskName } from '../../../../shared/domain/mask.ts'
import type { Html } from '../../../../shared/web/html.ts'
import { page } from '../../../../shared/web/page.ts'
import type { SimulatorApp } from '../world.ts'
import { type FaceIdService, type FaceSession, FaceVerdictInput } from './faceId.ts'

const phone = (title: string, body: Html): string =>
  page({
    title,
    body: html`<div class="band">
<header class="top"><h1>${title}</h1><p>模拟手机：这里不会打开摄像头，由您决定核验结果。</p></header>
<main class="card">${body}</main>
</div>`,
  })

const question = ({ name, idNumber }: FaceSession): string =>
  phone(
    '人脸核验',
    html`<h2>请确认本人操作</h2>
<p>姓名 ${maskName(name)}，证件号码尾号 ${idNumber.slice(-4)}</p>
<form method="post">
<button name="verdict" value="pass">核验通过</button>
<button name="verdict" value="fail">与证件照片不符</button>
<button name="verdict" value="not_live">未检测到活体</button>
</form>`,
  )

const DONE = phone('核验已完成', html`<h2>可以关闭本页</h2><p>请回到申请页面查看结果。</p>`)
const GONE = phone('链接已失效', html`<h2>请重新发起核验</h2><p>核验链接两小时内有效，且只能使用一次。</p>`)

/** The browser goes back with the token only: what was found is asked from the provider. */
const returnTo = (redirectUrl: string, token: string): string => {
  const url = new URL(redirectUrl)
  url.searchParams.set('BizToken', token)
  return url.href
}

/** The page that a person's phone opens: it stands for the camera. */
export const facePageRoutes = (app: SimulatorApp, { find, finish }: FaceIdService): void => {
  app.get('/face/:token', (c) => {
    const session = find(c.req.param('token'))
    if (!session) return c.html(GONE, 404)
    return c.html(session.done ? DONE : question(session))
  })
  app.post('/face/:token', async (c) => {
    const session = find(c.req.param('token'))
    if (!session) return c.html(GONE, 404)
    const verdict = FaceVerdictInput.pick({ verdict: true }).safeParse(await c.req.parseBody())
    if (!verdict.success) return c.html(question(session), 422)
    finish(session.token, verdict.data)
    return session.redirectUrl ? c.redirect(returnTo(session.redirectUrl, session.token), 303) : c.html(DONE)
  })
}
