import type { KeptTokens } from '../../shared/providers/openAccount.ts'
import type { Credentials } from '../../shared/runtime/principal.ts'
import type { ApplicationStore } from '../../shared/store/applicationStore.ts'
import type { AudienceExportStore } from '../../shared/store/audienceExportStore.ts'
import type { CampaignStore } from '../../shared/store/campaignStore.ts'
import type { JournalStore } from '../../shared/store/journalStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'
import type { RosterStore } from '../../shared/store/rosterStore.ts'

/** What packs of leads are made and handed over with. */
export type AudiencesDeps = Credentials &
  KeptTokens & {
    applications: Pick<ApplicationStore, 'find'>
    campaigns: Pick<CampaignStore, 'find'>
    exports: AudienceExportStore
    journal: Pick<JournalStore, 'entries' | 'append'>
    leads: Pick<LeadStore, 'findAll'>
    roster: Pick<RosterStore, 'earliest'>
  }
