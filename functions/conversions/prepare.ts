import { PERHAPS_SENT, planned, SENDING_MS } from '../../shared/conversions/steps.ts'
import { adRefusal } from '../../shared/domain/adConsent.ts'
import type { ConversionEvent } from '../../shared/domain/conversion.ts'
import { type Conversion, isOpen } from '../../shared/domain/conversionRow.ts'
import { clickOf, creditedTouch } from '../../shared/domain/creditedClick.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import type { Lead, PersonalData } from '../../shared/domain/lead.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import type { ConversionsDeps } from './deps.ts'

/** The event of a row, why it may not be sent, or the row as it waits for another one. */
export type Prepared = { event: ConversionEvent } | { refusal: string } | { waits: Conversion }

/** Whether a retraction has something to take back by now. */
const retractionOf = async (deps: ConversionsDeps, row: Conversion): Promise<Prepared | undefined> => {
  if (row.retracts === undefined) return undefined
  const told = await deps.conversions.find(row.retracts)
  if (told && isOpen(told)) {
    const now = deps.now()
    return { waits: planned(row, now, new Date(now.getTime() + SENDING_MS)) }
  }
  const isTold = told?.status === 'accepted' || told?.reason === PERHAPS_SENT
  return isTold ? undefined : { refusal: 'nothing_to_take_back' }
}

/** Somebody who goes on as another lead must agree as that one too. */
const refusalOf = async (deps: ConversionsDeps, lead: Lead, destination: Destination): Promise<string | undefined> => {
  const refusal = adRefusal(lead, destination)
  if (refusal !== undefined || lead.verdict.status !== 'joined') return refusal
  const survivor = await leadNow(deps, lead.leadId)
  return survivor ? adRefusal(survivor, destination) : 'lead_missing'
}

/** What of the person a destination is sent; nothing is decrypted for those that want the click only. */
const sharedOf = async (deps: ConversionsDeps, lead: Lead, { shares }: Destination): Promise<PersonalData> => {
  if (!shares.includes('phone') && !shares.includes('wechat')) return {}
  const { phone, wechat } = await personOf(await deps.ring(), lead)
  return { ...(shares.includes('phone') && { phone }), ...(shares.includes('wechat') && { wechat }) }
}

const eventOf = (row: Conversion, lead: Lead, { shares }: Destination, person: PersonalData): ConversionEvent => {
  const { conversionId: id, milestone, action, at, valueFen, retracts } = row
  const { phone, wechat } = person
  return {
    id,
    milestone,
    action,
    at,
    click: clickOf(lead),
    pageUrl: creditedTouch(lead).url,
    phone,
    ...(wechat && { wechat: { appId: wechat.appId, openId: wechat.openid, unionId: wechat.unionid } }),
    ...(shares.includes('value') && { valueFen }),
    retracts,
  }
}

/** Makes the event of a row from the lead as it is now: whoever withdrew consent meanwhile is not told of. */
export const prepare = async (deps: ConversionsDeps, row: Conversion, destination: Destination): Promise<Prepared> => {
  const early = await retractionOf(deps, row)
  if (early) return early
  const lead = await deps.leads.find(row.leadId)
  if (!lead) return { refusal: 'lead_missing' }
  const refusal = await refusalOf(deps, lead, destination)
  if (refusal !== undefined) return { refusal }
  return { event: eventOf(row, lead, destination, await sharedOf(deps, lead, destination)) }
}
