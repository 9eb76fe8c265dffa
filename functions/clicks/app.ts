import { recordClick } from '../../shared/contract/clicks.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import type { ClicksDeps } from './deps.ts'
import { handleRecordClick } from './recordClick.ts'

/** What ad platforms call for every click. */
export const createClicksApp = (deps: ClicksDeps): HttpApp => {
  const app = createHttpApp()
  mount(app, deps, recordClick, handleRecordClick(deps))
  return app
}
