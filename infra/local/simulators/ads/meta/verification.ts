import { randomInt } from 'node:crypto'
import * as z from 'zod'
import { CampaignId } from '../../../../../shared/domain/campaign.ts'
import type { Bounded } from '../../bounded.ts'
import { act } from '../../control.ts'
import { attempt } from '../../deliveries/attempt.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { META } from '../accounts.ts'
import type { Told } from '../adPlatform.ts'
import { apiOf } from '../telling.ts'

const Subscription = z.object({ campaignId: CampaignId, key: z.string().min(1).max(128) })

/** Subscribing to leads: Meta checks the address, whose answer is to be the challenge as it is. */
export const verificationRoute = (app: SimulatorApp, world: World, told: Bounded<Told>): void => {
  const check = async ({ campaignId, key }: z.infer<typeof Subscription>) => {
    const url = `${apiOf(world)}/v1/in/meta/leads/${campaignId}/${encodeURIComponent(key)}`
    const [challenge, at] = [String(randomInt(10 ** 9, 10 ** 10)), world.now()]
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': META.verifyToken, 'hub.challenge': challenge }
    const answer = await attempt(world.patience, { url, query, at })
    told.add({ what: `验证 ${campaignId}`, at: at.toISOString(), attempts: [answer] })
    return { isRight: answer.status === 200 && answer.answer === challenge, answer }
  }
  app.post('/_sim/meta/verification', act(Subscription, check))
}
