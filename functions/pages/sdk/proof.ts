import { load, urlOf } from './page.ts'

/** What the build filled in. */
declare const PROOF_INTEGRITY: string

type Solve = (campaignUrl: string, isFresh: boolean) => Promise<string | undefined>

let loaded: Promise<unknown> | undefined

/** The solved challenge of a campaign. What it takes is loaded when a campaign first asks for it. */
export const proofOf = async (campaignId: string, isFresh: boolean): Promise<string | undefined> => {
  loaded ??= load('proof', PROOF_INTEGRITY)
  try {
    await loaded
  } catch (error) {
    loaded = undefined
    throw error
  }
  return (window as unknown as { tuokeProof: Solve }).tuokeProof(urlOf(campaignId), isFresh)
}
