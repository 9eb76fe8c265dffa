import {
  getConversion,
  listConversions,
  replayConversion,
  replayConversions,
} from '../../shared/contract/conversions.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import type { LedgerDeps } from './deps.ts'
import { handleGetConversion, handleListConversions } from './list.ts'
import { handleReplayConversions } from './replayMany.ts'
import { handleReplayConversion } from './replayOne.ts'

/** What operators see of the ledger of conversions, and what they send again. */
export const createLedgerApp = (deps: LedgerDeps): HttpApp => {
  const app = createHttpApp()
  mount(app, deps, listConversions, handleListConversions(deps))
  mount(app, deps, getConversion, handleGetConversion(deps))
  mount(app, deps, replayConversion, handleReplayConversion(deps))
  mount(app, deps, replayConversions, handleReplayConversions(deps))
  return app
}
