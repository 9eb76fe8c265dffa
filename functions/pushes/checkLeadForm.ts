import type { Context } from 'hono'
import { Problem } from '../../shared/contract/problem.ts'
import { metaChallenge } from '../../shared/platforms/leads/meta.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { PushesDeps } from './deps.ts'
import { campaignOf, type FormParams, nothingHere, requiredAccount } from './hostedForm.ts'

export const handleCheckLeadForm =
  (deps: PushesDeps) =>
  async (
    { params }: Input<FormParams, undefined, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Answer<Record<never, never>>> => {
    const campaign = await campaignOf(deps, params)
    if (params.platform !== 'meta') throw nothingHere()
    const account = await requiredAccount(deps, campaign, 'meta')
    const challenge = metaChallenge(new URLSearchParams(c.env.event.rawQueryString), account)
    if (challenge === undefined)
      throw new Problem('signature_invalid', 'Enter the verify token of the connection at Meta.')
    return c.text(challenge)
  }
