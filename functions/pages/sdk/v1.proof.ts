import type * as z from 'zod'
import type { CampaignView } from '../../../shared/contract/campaigns.ts'
import { solve } from './solve.ts'

type Work = { payload: Promise<string | undefined>; since: number }

/** A challenge is good for ten minutes. */
const FRESH_MS = 480_000

const works = new Map<string, Work>()

const begin = async (campaignUrl: string): Promise<string | undefined> => {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 20_000)
  const response = await fetch(campaignUrl, { signal: abort.signal })
  if (response.status === 429 || response.status > 499) throw response
  if (!response.ok) return undefined
  const { challenge }: z.infer<typeof CampaignView> = await response.json()
  return challenge && solve(challenge)
}

/** The solved challenge of a campaign: made once, kept while it is good. `isFresh` asks for another one. */
const proof = (campaignUrl: string, isFresh: boolean): Promise<string | undefined> => {
  const known = works.get(campaignUrl)
  if (known && !isFresh && performance.now() - known.since < FRESH_MS) return known.payload
  const payload = begin(campaignUrl)
  works.set(campaignUrl, { payload, since: performance.now() })
  payload.catch(() => works.delete(campaignUrl))
  return payload
}

// A challenge is good for one submission.
for (const outcome of ['accepted', 'duplicate', 'rejected'])
  addEventListener(`tuoke:${outcome}`, () => works.clear(), { capture: true })

Object.assign(window, { tuokeProof: proof })
