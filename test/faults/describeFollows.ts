import type { FollowComplaint } from './checkFollows.ts'
import type { Delivery } from './deliveries.ts'
import type { Follower } from './stories.ts'

const MOST_SHOWN = 20

type Case = { follower: Follower; wrong: string[]; deliveries: Delivery[] }

/** Who something is wrong with, and what they were told of in the order in which it was; who was told of least comes first. */
const casesOf = (complaints: readonly FollowComplaint[], deliveries: readonly Delivery[]): Case[] => {
  const wrong = new Map<Follower, string[]>()
  for (const { follower, what } of complaints) if (follower) wrong.set(follower, [...(wrong.get(follower) ?? []), what])
  return [...wrong]
    .map(([follower, wrong]) => ({
      follower,
      wrong,
      deliveries: deliveries.filter((one) => one.follower === follower),
    }))
    .sort((a, b) => a.deliveries.length - b.deliveries.length)
}

const lineOf = ({ happening: { event, at, scene = 'no code' }, attempts }: Delivery): string => {
  const answers = attempts.filter((status) => status !== undefined)
  return `  ${event} at ${at} with ${scene}: ${attempts.length} attempts, answered ${answers.join(', ')}`
}

const linesOf = ({ follower: { leadId, campaignId }, wrong, deliveries }: Case): string[] => [
  `the smallest case, of ${leadId ?? 'somebody without a code of ours'} in ${campaignId}: ${wrong.join('; ')}`,
  ...deliveries.map(lineOf),
]

/** What is wrong after follows: the smallest case whole, the others in short. */
export const describeFollows = (complaints: readonly FollowComplaint[], deliveries: readonly Delivery[]): string => {
  const [smallest, ...others] = casesOf(complaints, deliveries)
  const rest = [
    ...complaints.filter(({ follower }) => follower === undefined).map(({ what }) => what),
    ...others.map(({ wrong }) => `somebody else: ${wrong.join('; ')}`),
  ]
  return [...(smallest ? linesOf(smallest) : []), ...rest.slice(0, MOST_SHOWN)].join('\n')
}
