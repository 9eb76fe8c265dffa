import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import type { Form } from '../../../shared/console/screen.ts'
import type { Word } from '../../../shared/console/words.ts'
import type { Html } from '../../../shared/web/html.ts'
import { type Drawn, errorsAt, input, parts, type Written } from './formParts.ts'

/** The object of what was filled in; undefined when nothing was. */
const filled = (fields: Record<string, unknown>): Record<string, unknown> | undefined => {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

const wecomIn = (text: Form['text']) => {
  const userIds = parts(text('wecomUserIds'))
  return filled({
    connection: text('wecomConnection').trim(),
    userIds: userIds.length > 0 ? userIds : undefined,
    acquisitionLink: text('wecomLink').trim(),
  })
}

/** What the form says of accounts: whom visitors are invited to follow, and by what their phones are verified. */
export const accountsIn = ({ text }: Form): Record<string, unknown> => {
  const account = (name: string) => filled({ connection: text(name).trim() })
  const invitations = filled({
    official_account: account('officialAccount'),
    wecom: wecomIn(text),
    mini_program: filled({ connection: text('miniProgram').trim(), path: text('miniProgramPath').trim() }),
    app: filled({ url: text('appUrl').trim() }),
  })
  const registration = filled({ sms: account('smsConnection'), wechat: account('wechatConnection') })
  return { ...(invitations && { invitations }), ...(registration && { registration }) }
}

type Field = { id: string; word: Word; value: string | undefined }

const inputs = (fields: readonly Field[], { visit: { say } }: Drawn): Html =>
  html`<div class="facts">${fields.map(({ id, word, value }) => html`<div><label for="${id}">${say(word)}</label>${input(id, value)}</div>`)}</div>`

const group = (pointer: string, title: string, fields: readonly Field[], drawn: Drawn): Html =>
  html`<fieldset><legend>${title}</legend>${inputs(fields, drawn)}<div class="error">${errorsAt(drawn.errors, pointer)}</div></fieldset>`

const invitationFields = ({ invitations = {} }: Written): [string, Field[]][] => {
  const { official_account, wecom, mini_program, app } = invitations
  return [
    ['official_account', [{ id: 'officialAccount', word: 'connection', value: official_account?.connection }]],
    [
      'wecom',
      [
        { id: 'wecomConnection', word: 'connection', value: wecom?.connection },
        { id: 'wecomUserIds', word: 'wecomUserIds', value: wecom?.userIds?.join(' | ') },
        { id: 'wecomLink', word: 'wecomLink', value: wecom?.acquisitionLink },
      ],
    ],
    [
      'mini_program',
      [
        { id: 'miniProgram', word: 'connection', value: mini_program?.connection },
        { id: 'miniProgramPath', word: 'miniProgramPath', value: mini_program?.path },
      ],
    ],
    ['app', [{ id: 'appUrl', word: 'appUrl', value: app?.url }]],
  ]
}

/** The fields of the accounts that a campaign works with. */
export const accountBlocks = (drawn: Drawn): Html => {
  const { written, visit } = drawn
  const { say, lang } = visit
  const { sms, wechat } = written.registration ?? {}
  const registration: Field[] = [
    { id: 'smsConnection', word: 'smsConnection', value: sms?.connection },
    { id: 'wechatConnection', word: 'wechatConnection', value: wechat?.connection },
  ]
  return html`<fieldset><legend>${say('invitations')}</legend><p class="soft">${say('invitationsHelp')}</p>
${invitationFields(written).map(([kind, fields]) => group(`/invitations/${kind}`, codeWord(kind, lang), fields, drawn))}</fieldset>
${group('/registration', say('registration'), registration, drawn)}`
}
