import { getPartner, getStatement, listPartners, putPartner } from '../../shared/contract/partners.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import type { PartnersDeps } from './deps.ts'
import { handleGetPartner, handleListPartners, handlePutPartner } from './partners.ts'
import { handleGetStatement } from './statement.ts'

/** Who may bring leads, on what terms, and what they are owed. */
export const createPartnersApp = (deps: PartnersDeps): HttpApp => {
  const app = createHttpApp()
  mount(app, deps, putPartner, handlePutPartner(deps))
  mount(app, deps, getPartner, handleGetPartner(deps))
  mount(app, deps, listPartners, handleListPartners(deps))
  mount(app, deps, getStatement, handleGetStatement(deps))
  return app
}
