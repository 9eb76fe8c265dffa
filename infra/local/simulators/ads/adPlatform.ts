import type { Html } from '../../../../shared/web/html.ts'
import { type Bounded, bounded } from '../bounded.ts'
import type { Attempt } from '../deliveries/attempt.ts'
import type { Simulator, SimulatorApp } from '../world.ts'
import type { ConversionLedger } from './ledger.ts'
import { adPanel } from './panel.ts'

/** A click of an ad: `id` goes on the landing page's address as `name`, `eventId` is what the monitor calls the click. */
export type AdClick = { name: string; id: string; eventId: string; at: Date }

/** How a platform calls a click monitor. */
export type Monitor = {
  /** The query of the link, as our console shows it. */
  link: Readonly<Record<string, string>>
  /** What each macro is replaced with: empty when the platform knows the macro and not the value. */
  macros: (click: AdClick) => Readonly<Record<string, string>>
  /** Whether links with other macros are refused; elsewhere they arrive as they are written. */
  refusesUnknownMacros: boolean
  /** What it adds to the query of every link. */
  adds?: Readonly<Record<string, string>>
  isTaken: (status: number) => boolean
}

/** What somebody left on a form of the platform's own. */
export type FormLead = { phone: string; name: string; isTest: boolean }

/** A lead on its way: signed anew with each attempt. */
export type LeadPush = (at: Date) => { headers: Record<string, string>; body: string }

export type LeadForm = {
  /** Whether it can mark a lead as a test. */
  marksTests: boolean
  push: (lead: FormLead) => LeadPush
  /** Whether an answer means that it does not come again. */
  isTaken: (status: number) => boolean
}

/** Something that a platform told the API, and how that answered. */
export type Told = { what: string; at: string; attempts: Attempt[]; landing?: string }

type Definition = {
  name: string
  title: string
  faults: NonNullable<Simulator['faults']>
  /** The parameters of which one is put on a landing page's address, with how its values begin; the usual one first. */
  clickIds: Readonly<Record<string, string>>
  monitor?: Monitor
  leadForm?: LeadForm
  conversions: ConversionLedger
  /** Its protocol, and what makes it act beside clicks and leads; what it tells then is kept too. */
  serve: (app: SimulatorApp, told: Bounded<Told>) => void
  /** More of its panel. */
  more?: Html
  /** What it keeps beside conversions, on its panel. */
  kept?: () => Html
}

export type AdPlatform = Simulator & Pick<Definition, 'clickIds' | 'monitor' | 'leadForm'> & { told: Bounded<Told> }

const KEPT = 50

/** A simulated ad platform: what it takes is kept, and what it tells. */
export const adPlatform = (definition: Definition): AdPlatform => {
  const { name, conversions, serve, clickIds, leadForm } = definition
  const told = bounded<Told>(KEPT)
  return {
    ...definition,
    told,
    routes: (app) => {
      serve(app, told)
      app.get(`/_sim/${name}/conversions`, (c) => c.json({ conversions: conversions.newest() }))
      app.get(`/_sim/${name}/deliveries`, (c) => c.json({ deliveries: told.newest() }))
    },
    panel: () => {
      const can = { hasClicks: Object.keys(clickIds).length > 0, hasForm: leadForm !== undefined }
      const kept = definition.kept?.()
      return adPanel({ ...definition, ...can, kept, conversions: conversions.newest(), told: told.newest() })
    },
  }
}
