/** What a request is: a good submission, one that fills the trap, one of a partner who may not, one that cannot be valid, a visit. */
export type Kind = 'lead' | 'spam' | 'refused' | 'invalid' | 'visit'

export type Answer = { status: number; text: string; replayed: boolean }

/** What is asked of the server. All that one person sends to a campaign names the same visit and the same click. */
export type Ask = {
  kind: Kind
  campaignId: string
  /** The phone number. */
  person: string
  visitId?: string
  hasClick: boolean
  key?: string
  body: string
}

/** One request as its sender saw it; without an answer when the connection was lost before one came. Times are in milliseconds of one clock. */
export type Exchange = Ask & { sentAt: number; endedAt: number; answer?: Answer }

export type StoredLead = { leadId: string; campaignId: string; status: string; eventId: string }

export type StoredEntry = {
  pk: string
  eventId: string
  type: string
  campaignId: string
  at: string
  counts: string[]
}

/** One line of the bus. */
export type Published = { id: string; type: string; leadId: string; campaignId: string; at: string; text: string }

export type Counts = Record<string, number>

/** The totals of a campaign's report in each mode and by each basis. */
export type Report = { campaignId: string; mode: 'live' | 'test'; basis: 'cohort' | 'event'; counts: Counts }

/** What can be seen from outside when everything is at rest. */
export type World = {
  campaigns: readonly { campaignId: string; mode: 'live' | 'test' }[]
  leads: readonly StoredLead[]
  entries: readonly StoredEntry[]
  quarantined: readonly string[]
  published: readonly Published[]
  /** Lines of the bus that are no events. */
  unreadable: readonly string[]
  reports: readonly Report[]
  /** Lead ids as the API lists them, campaign by campaign. */
  listed: Readonly<Record<string, readonly string[]>>
  /** Phone numbers of some leads as the API shows them. */
  contacts: readonly { leadId: string; phone: string }[]
  /** What the API answered to the tokens of some leads. */
  views: readonly { leadId: string; status: number; milestones: readonly string[] }[]
  drift: { drift: number; differences: readonly unknown[] }
  /** What the API failed to answer. */
  failures: readonly string[]
}

/** A broken invariant: which, what was seen, and the requests it can be told by. */
export type Violation = { invariant: string; what: string; exchanges: readonly Exchange[] }
