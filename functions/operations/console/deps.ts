import type { ActivityStore } from '../../../shared/store/activityStore.ts'
import type { ApplicationStore } from '../../../shared/store/applicationStore.ts'
import type { LimitStore } from '../../../shared/store/limitStore.ts'
import type { QuarantineStore } from '../../../shared/store/quarantineStore.ts'
import type { RecountStore } from '../../../shared/store/recountStore.ts'
import type { SessionStore } from '../../../shared/store/sessionStore.ts'
import type { OperationsDeps } from '../deps.ts'

/** What the console works with. */
export type ConsoleDeps = OperationsDeps & {
  activity: ActivityStore
  applications: ApplicationStore
  limits: LimitStore
  quarantine: QuarantineStore
  recounts: RecountStore
  sessions: SessionStore
  /** Sends a decision that was put aside on its way again. */
  sendDecision: (detail: unknown) => Promise<void>
}
