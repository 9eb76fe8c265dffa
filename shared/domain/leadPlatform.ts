import * as z from 'zod'

/** The ad platforms that host forms and push the leads that are left there. */
export const LeadPlatform = z.enum(['tencent_ads', 'ocean_engine', 'meta', 'google_ads']).meta({ id: 'LeadPlatform' })
export type LeadPlatform = z.infer<typeof LeadPlatform>
