import { exportAudience } from '../../shared/contract/audiences.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import type { AudiencesDeps } from './deps.ts'
import { handleExportAudience } from './exportAudience.ts'

/** What hands packs of leads to ad platforms. */
export const createAudiencesApp = (deps: AudiencesDeps): HttpApp => {
  const app = createHttpApp()
  mount(app, deps, exportAudience, handleExportAudience(deps))
  return app
}
