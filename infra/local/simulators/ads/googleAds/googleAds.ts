import { randomInt, randomUUID } from 'node:crypto'
import type { World } from '../../world.ts'
import { GOOGLE_ADS } from '../accounts.ts'
import { type AdPlatform, adPlatform, type LeadForm } from '../adPlatform.ts'
import { newClickId } from '../clickIds.ts'
import { conversionLedger } from '../ledger.ts'
import { ingestRoutes } from './ingest.ts'
import { oauthTokens } from './oauth.ts'

/** Lead forms. The key stands in the body, nothing is signed; what is refused with 4xx does not come again. */
const leadFormOf = ({ now }: World): LeadForm => ({
  marksTests: true,
  isTaken: (status) => status < 500,
  push: ({ phone, name, isTest }) => {
    const lead = {
      lead_id: randomUUID().replaceAll('-', ''),
      api_version: '1.0',
      form_id: 16_000_000_001,
      campaign_id: 17_000_000_001,
      adgroup_id: 18_000_000_001,
      creative_id: 19_000_000_000 + randomInt(9),
      gcl_id: newClickId('Cj0K', now()),
      google_key: GOOGLE_ADS.leadKey,
      is_test: isTest,
      lead_submit_time: now().toISOString(),
      user_column_data: [
        { column_id: 'FULL_NAME', column_name: '姓名', string_value: name },
        { column_id: 'PHONE_NUMBER', column_name: '手机号', string_value: phone },
      ],
    }
    const pushed = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(lead) }
    return () => pushed
  },
})

/** Google Ads with one account and one conversion action, told through the Data Manager. */
export const googleAds = (world: World): AdPlatform => {
  const conversions = conversionLedger(world)
  const tokens = oauthTokens(world)
  return adPlatform({
    name: 'google_ads',
    title: 'Google Ads',
    faults: ['expired_token', 'whole_batch', 'ok_with_failure'],
    clickIds: { gclid: 'Cj0K', gbraid: '0AAAA', wbraid: 'Cj8K' },
    leadForm: leadFormOf(world),
    conversions,
    serve: (app) => {
      tokens.serve(app)
      ingestRoutes(app, world, { conversions, tokens })
    },
  })
}
