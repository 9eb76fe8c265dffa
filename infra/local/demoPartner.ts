import type * as z from 'zod'
import type { PartnerSettings } from '../../shared/domain/partner.ts'

type Settings = z.input<typeof PartnerSettings>

/** Who may bring leads to the demo landing page: `/demo/demo-landing-page?partner=pt_agency`. */
export const DEMO_PARTNERS: Readonly<Record<string, Settings>> = {
  pt_agency: {
    name: '演示：城商代理',
    status: 'active',
    terms: [
      { id: 'launch', from: '2026-01-01', campaignIds: ['demo-landing-page'], pricePerLeadFen: 3_000, dailyCap: 200 },
    ],
    limits: { maxDuplicateRate: 0.1, minApprovalRate: 0.2 },
  },
}
