import type { Invitation, InvitationKind } from '../../shared/contract/following.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { asking, providerProblem } from '../../shared/runtime/providerProblem.ts'
import { invitationIdOf } from '../../shared/security/blindIndex.ts'
import type { StoredInvitation } from '../../shared/store/invitationStore.ts'
import type { OnboardingDeps } from './deps.ts'
import { type InvitationWay, inviterMissing, wayOf } from './invitationWay.ts'

const DAY_MS = 86_400_000

/** Of what does not end by itself. */
const LIFE_SECONDS = 30 * 86_400

/** Whom an invitation is for. */
type Invited = { leadId: string } | { visitId: string }

/** What is asked for: a campaign's invitation of a kind, for somebody. */
type Asked = { campaign: Campaign; kind: InvitationKind; invited: Invited }

type Link = { url: string; imageUrl?: string; seconds?: number; configId?: string }

/**
 * What the code carries, and what we are told when somebody comes by it: the lead itself, or the invitation, by which the
 * visit is found. The link to an app carries the visit, which the app names at its first start: the two are one visit.
 */
const sceneOf = (invitationId: string, { kind, invited }: Asked): string => {
  if ('leadId' in invited) return invited.leadId
  return kind === 'app' ? invited.visitId : invitationId
}

const linkOf = async ({ inviter }: OnboardingDeps, way: InvitationWay, scene: string): Promise<Link> => {
  if ('link' in way) return { url: way.link(scene) }
  return asking(
    async () => (await inviter(way.codesOf)).invite(scene),
    (failure) => (failure.code === 'no_connection' ? inviterMissing(way.codesOf) : providerProblem(failure)),
  )
}

/** Whether an invitation is still given out: it was made as the campaign invites now, and is not about to end. */
const isGood = ({ madeAt, expiresAt, madeBy }: StoredInvitation, { version }: InvitationWay, now: Date): boolean => {
  const [made, end] = [Date.parse(madeAt), Date.parse(expiresAt)]
  return madeBy === version && end - now.getTime() >= Math.min(DAY_MS, (end - made) / 10)
}

const shown = ({ url, imageUrl, expiresAt }: StoredInvitation, kind: InvitationKind): Invitation => ({
  kind,
  url,
  ...(imageUrl !== undefined && { imageUrl }),
  expiresAt,
})

/** Does the work of making an invitation, or ends in a problem when the caller may have no new one. */
export type Allow = <Result>(work: () => Promise<Result>) => Promise<Result>

/** The invitation that somebody was given before, or a new one where `allow` lets it be made. */
export const invite = async (deps: OnboardingDeps, asked: Asked, allow: Allow): Promise<Invitation> => {
  const { campaign, kind, invited } = asked
  const { campaignId } = campaign
  const way = wayOf(campaign, kind)
  const invitationId = invitationIdOf(await deps.ring(), campaignId, kind, invited)
  const seen = await deps.invitations.find(invitationId)
  const at = deps.now()
  if (seen && isGood(seen, way, at)) return shown(seen, kind)
  return allow(async () => {
    const { seconds = LIFE_SECONDS, ...link } = await linkOf(deps, way, sceneOf(invitationId, asked))
    const expiresAt = new Date(at.getTime() + seconds * 1000).toISOString()
    const made = { campaignId, ...invited, kind, ...link, madeAt: at.toISOString(), expiresAt, madeBy: way.version }
    return shown(await deps.invitations.keep(invitationId, made, seen), kind)
  })
}
