import * as z from 'zod'

/** The steps of the funnel, in the order in which a customer is usually won. */
export const MILESTONES = [
  'clicked',
  'visited',
  'captured',
  'followed',
  'unfollowed',
  'reminded',
  'registered',
  'verified',
  'applied',
  'preapproved',
  'credited',
  'declined',
  'disbursed',
  'repaid',
  'erased',
] as const

export const Milestone = z.enum(MILESTONES).meta({ id: 'Milestone' })
export type Milestone = z.infer<typeof Milestone>

/** What a lead may reach after its contact was left, with the event that says so. */
export const LATER_EVENTS = {
  followed: 'lead.followed',
  unfollowed: 'lead.unfollowed',
  reminded: 'lead.reminded',
  registered: 'lead.registered',
  verified: 'lead.verified',
  applied: 'application.submitted',
  preapproved: 'application.preapproved',
  credited: 'application.credited',
  declined: 'application.declined',
  disbursed: 'application.disbursed',
  repaid: 'application.repaid',
} as const satisfies Partial<Record<Milestone, string>>
export type LaterMilestone = keyof typeof LATER_EVENTS

/** When each milestone was first reached; a milestone that was not reached is absent. */
export const Milestones = z.partialRecord(Milestone, z.iso.datetime()).meta({ id: 'Milestones' })
export type Milestones = z.infer<typeof Milestones>

export const Chain = z
  .enum(['landing_page', 'official_account', 'mini_program', 'wecom', 'app'])
  .meta({ id: 'Chain', description: 'How a campaign wins its customers' })
export type Chain = z.infer<typeof Chain>

/** What each chain expects, in order, once somebody has left a contact or followed. */
const PATH: Record<Chain, readonly Milestone[]> = {
  landing_page: ['captured', 'registered', 'applied', 'credited', 'disbursed'],
  official_account: ['captured', 'followed', 'reminded', 'registered', 'applied', 'credited', 'disbursed'],
  mini_program: ['registered', 'verified', 'applied', 'credited', 'disbursed'],
  wecom: ['captured', 'followed', 'registered', 'applied', 'credited', 'disbursed'],
  app: ['registered', 'applied', 'credited', 'disbursed'],
}

/** Whether the chain asks its customers to follow an account or an adviser. */
export const hasFollowStep = (chain: Chain): boolean => PATH[chain].includes('followed')

/** What a chain's registrations are a share of: those who followed, else who left a contact; in a mini program, which asks for none before, who opened it. */
export const registrationBase = (chain: Chain): 'followed' | 'captured' | 'visited' => {
  if (hasFollowStep(chain)) return 'followed'
  return chain === 'mini_program' ? 'visited' : 'captured'
}

/** The next milestone of the chain that the lead has not reached; empty at the end of the chain. */
export const nextMilestones = (chain: Chain, reached: Milestones): Milestone[] => {
  const path = PATH[chain]
  const furthest = path.findLastIndex((milestone) => reached[milestone] !== undefined)
  return path.slice(furthest + 1, furthest + 2)
}

const SHOWN_TO_VISITOR: readonly Milestone[] = ['clicked', 'visited', 'captured', 'followed', 'unfollowed', 'reminded']

/** What the bearer of a lead token may see, always in the same order. Whoever knows a phone number can get one: nothing from registration on is shown. */
export const shownToVisitor = (milestones: Milestones): Milestones =>
  Object.fromEntries(SHOWN_TO_VISITOR.flatMap((name) => (milestones[name] ? [[name, milestones[name]]] : [])))
