import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign, RegistrationWay } from '../../shared/domain/campaign.ts'

const KIND: Record<RegistrationWay, string> = { sms: 'sms', wechat: 'wechat_mini_program' }

/** The id of the connection by which a campaign verifies phones this way. */
export const connectionFor = ({ campaignId, settings }: Campaign, way: RegistrationWay): string => {
  const connection = settings.registration?.[way]?.connection
  if (connection !== undefined) return connection
  throw new Problem(
    'registration_not_offered',
    `Name a connection of kind ${KIND[way]} in registration.${way}.connection of the campaign ${campaignId}.`,
  )
}

/** A campaign names a connection that was never set. */
export const connectionMissing = (way: RegistrationWay, connection: string): Problem =>
  new Problem('registration_not_offered', `Set the connection with PUT /v1/connections/${KIND[way]}/${connection}.`)
