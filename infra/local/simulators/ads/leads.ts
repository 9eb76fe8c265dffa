import * as z from 'zod'
import { CampaignId } from '../../../../shared/domain/campaign.ts'
import { act, NotPossible } from '../control.ts'
import { Repeats } from '../deliveries/how.ts'
import { optional } from '../formValue.ts'
import type { SimulatorApp, World } from '../world.ts'
import type { AdPlatform, LeadForm, Told } from './adPlatform.ts'
import { apiOf, platformOf, tell } from './telling.ts'

/** The phone is as somebody wrote it. */
const leadInput = (platforms: readonly AdPlatform[]) =>
  Repeats.pick({ times: true }).extend({
    platform: z.enum(platforms.flatMap(({ name, leadForm }) => (leadForm ? [name] : []))),
    campaignId: CampaignId,
    key: z.string().min(1).max(128),
    phone: z.string().trim().min(1).max(40),
    name: optional(z.string().trim().min(1).max(50)),
    test: z.stringbool().or(z.boolean()).default(false),
  })
type LeadInput = z.infer<ReturnType<typeof leadInput>>

const formOf = ({ leadForm }: AdPlatform, isTest: boolean): LeadForm => {
  if (!leadForm) throw new NotPossible('The platform has no forms of its own.')
  if (isTest && !leadForm.marksTests) throw new NotPossible('The platform does not mark leads as tests.')
  return leadForm
}

/** People leave their phones on forms of the platforms' own; the same lead is pushed as often as asked. */
export const leadRoute = (app: SimulatorApp, world: World, platforms: readonly AdPlatform[]): void => {
  const left = async (input: LeadInput): Promise<Told> => {
    const { campaignId, key, phone, name = '表单客户', test: isTest, times } = input
    const platform = platformOf(platforms, input.platform)
    const url = `${apiOf(world)}/v1/in/${platform.name}/leads/${campaignId}/${encodeURIComponent(key)}`
    const { push, isTaken } = formOf(platform, isTest)
    const at = world.now().toISOString()
    const request = push({ phone, name, isTest })
    const requestAt = (moment: Date) => ({ url, query: {}, init: { method: 'POST', ...request(moment) } })
    const attempts = await tell(world, { times, isTaken }, requestAt)
    return platform.told.add({ what: `线索 ${campaignId}`, at, attempts })
  }

  app.post('/_sim/ads/lead', act(leadInput(platforms), left))
}
