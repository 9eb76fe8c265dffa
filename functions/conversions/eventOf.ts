import { type ConversionEvent, qualityOf } from '../../shared/domain/conversion.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { clickOf, creditedTouch } from '../../shared/domain/creditedClick.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import type { Lead, PersonalData } from '../../shared/domain/lead.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import { callbackOf } from './callbackOf.ts'
import type { ConversionsDeps } from './deps.ts'

/** What of the person a destination is sent; nothing is decrypted for those that want the click only. */
const sharedOf = async (deps: ConversionsDeps, lead: Lead, { shares }: Destination): Promise<PersonalData> => {
  if (!shares.includes('phone') && !shares.includes('wechat')) return {}
  const { phone, wechat } = await personOf(await deps.ring(), lead)
  return { ...(shares.includes('phone') && { phone }), ...(shares.includes('wechat') && { wechat }) }
}

/** The click with what its platform wants back. */
const clickFor = async (deps: ConversionsDeps, row: Conversion, lead: Lead): Promise<ConversionEvent['click']> => {
  const click = clickOf(lead)
  const callback = await callbackOf(deps, row, click)
  return click && callback !== undefined ? { ...click, callback } : click
}

/** What was granted or drawn, in steps, and of which level that is. What somebody asked for is of no level. */
const worthOf = ({ valueFen, milestone }: Conversion, { shares, settings }: Destination) => {
  const tellsValue = shares.includes('value')
  const hasLevel = milestone !== 'applied' && (tellsValue || shares.includes('quality'))
  return valueFen === undefined
    ? {}
    : { ...(tellsValue && { valueFen }), ...(hasLevel && { quality: qualityOf(valueFen, settings.levels) }) }
}

/** A form's own id of a lead means something to its platform only. */
const formLeadOf = ({ platformLeadId, dimensions }: Lead, { platform }: Destination) =>
  platformLeadId !== undefined && dimensions.platform === platform ? { platformLeadId } : {}

/** A row as its destination is told of it at this moment. */
export const eventOf = async (
  deps: ConversionsDeps,
  row: Conversion,
  lead: Lead,
  destination: Destination,
): Promise<ConversionEvent> => {
  const [click, { phone, wechat }] = await Promise.all([clickFor(deps, row, lead), sharedOf(deps, lead, destination)])
  const { conversionId: id, milestone, action, at, retracts } = row
  return {
    id,
    milestone,
    action,
    at,
    click,
    pageUrl: creditedTouch(lead).url,
    phone,
    ...(wechat && { wechat: { appId: wechat.appId, openId: wechat.openid, unionId: wechat.unionid } }),
    ...formLeadOf(lead, destination),
    ...worthOf(row, destination),
    retracts,
  }
}
