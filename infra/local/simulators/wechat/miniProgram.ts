import * as z from 'zod'
import { CampaignId } from '../../../../shared/domain/campaign.ts'
import { Phone } from '../../../../shared/domain/phone.ts'
import { act, NotPossible } from '../control.ts'
import { optional } from '../formValue.ts'
import type { Person, Session } from '../people/people.ts'
import type { SimulatorApp, World } from '../world.ts'
import { MINI_PROGRAM } from './app.ts'
import type { LoginCodes } from './loginCodes.ts'
import { miniProgramClient } from './miniProgramClient.ts'
import type { PhoneCodes } from './phoneCodes.ts'

const By = z.object({ person: Phone })
const Launch = By.extend({
  campaignId: CampaignId,
  invitation: optional(z.string()),
  touch: z.record(z.string(), z.unknown()).optional(),
})
const Register = By.extend({
  campaignId: optional(CampaignId),
  business: z.record(z.string(), z.unknown()).optional(),
})

/** The session of a campaign, else the newest. */
const sessionOf = ({ sessions }: Person, wanted: string | undefined): { campaignId: string; session: Session } => {
  const campaignId = wanted ?? [...sessions.keys()].at(-1) ?? ''
  const session = sessions.get(campaignId)
  if (!session) throw new NotPossible('This person has not opened the mini program of that campaign.')
  return { campaignId, session }
}

const businessOf = ({ name }: Person) => ({ name: `${name}商行`, contactName: name })

/** Where a person goes on to apply; the token is in the fragment, which no server sees. */
export const applyUrl = (api: string, campaignId: string, { leadToken }: Session): string =>
  `${api}/demo/${campaignId}/apply#${new URLSearchParams({ leadToken })}`

type Parts = { logins: LoginCodes; phones: PhoneCodes }

/** The mini program on a person's phone: opened, and registered in by one tap, through the API like any mini program. */
export const miniProgram = ({ people, api }: World, { logins, phones }: Parts) => {
  const { appId } = MINI_PROGRAM
  const client = miniProgramClient(api)

  const launch = async ({ person: phone, campaignId, invitation, touch }: z.infer<typeof Launch>) => {
    const person = people.of(phone)
    const body = { appId, code: logins.make(person), invitation, touch }
    const answer = await client.startSession(campaignId, body)
    person.heard = `打开小程序：${answer.status} ${answer.code ?? ''}`
    if (!answer.lead) return answer
    person.sessions.delete(campaignId)
    person.sessions.set(campaignId, { ...answer.lead, isCustomer: false })
    return answer
  }

  const register = async ({ person: phone, campaignId: wanted, business }: z.infer<typeof Register>) => {
    const person = people.of(phone)
    const { campaignId, session } = sessionOf(person, wanted)
    const { code } = phones.make({ appId, phone, countryCode: '86' })
    const body = { wechatPhoneCode: code, appId, business: business ?? businessOf(person) }
    const answer = await client.register(campaignId, session, body)
    person.heard = `注册：${answer.status} ${answer.code ?? ''}`
    if (!answer.leadToken) return answer
    session.leadToken = answer.leadToken
    session.isCustomer = true
    return { ...answer, applyUrl: applyUrl(api() ?? '', campaignId, session) }
  }

  return {
    serve: (app: SimulatorApp): void => {
      app.post('/_sim/wechat/launch', act(Launch, launch))
      app.post('/_sim/wechat/register', act(Register, register))
      app.post(
        '/_sim/wechat/login-codes',
        act(By, ({ person }) => ({ appId, code: logins.make(people.of(person)) })),
      )
    },
  }
}
