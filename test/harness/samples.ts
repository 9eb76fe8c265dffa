import type * as z from 'zod'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'

/** Settings of a campaign that asks for little; every sample is synthetic. */
export const campaignSettings = (
  changes: Partial<z.input<typeof CampaignSettings>> = {},
): z.input<typeof CampaignSettings> => ({
  name: 'Spring loans',
  product: 'micro loan',
  chain: 'landing_page',
  status: 'live',
  mode: 'live',
  allowedOrigins: ['https://loan.bank.example', 'https://*.partner.example'],
  fields: [{ name: 'amount', label: 'Amount', type: 'select', required: true, options: ['small', 'large'] }],
  consent: {
    version: '2026-11',
    text: 'We call you about a loan.',
    purposes: [
      { id: 'contact', required: true },
      { id: 'ad_measurement', required: false },
    ],
  },
  ...changes,
})

/** A submission that the sample campaign accepts. */
export const submission = (phone = '13800138000', more: Record<string, unknown> = {}) => ({
  contact: { phone, name: '张三', company: '示例商贸有限公司' },
  answers: { amount: 'small' },
  consent: { version: '2026-11', purposes: ['contact', 'ad_measurement'] },
  ...more,
})

/** The n-th synthetic mobile number. */
export const phoneNumber = (n: number): string => `139${String(n).padStart(8, '0')}`
