import { randomBytes } from 'node:crypto'

type Token = { token: string; until: number }

const LIFE_MS = 7_200_000
const OVERLAP_MS = 300_000
const FORCED_PER_DAY = 20
const DAY_MS = 86_400_000

/** The smallest time between two forced renewals; the second within it gives what is there. */
const FORCED_APART_MS = 30_000

const given = ({ token, until }: Token, now: number) => ({
  access_token: token,
  expires_in: Math.floor((until - now) / 1000),
})

/** The access tokens of an app, in WeChat's two modes: the next one 5 minutes before the end with both valid, or at once. `unknown` is the code of a token that was never given. */
export const accessTokens = (now: () => Date, unknown = 40001) => {
  let valid: Token[] = []
  let forced: number[] = []

  const issue = (): Token => {
    const token = { token: randomBytes(96).toString('base64url'), until: now().getTime() + LIFE_MS }
    valid = [token, ...valid]
    return token
  }

  const isForcedNow = (at: number): boolean => {
    forced = forced.filter((time) => time > at - DAY_MS)
    return at - (forced.at(-1) ?? 0) >= FORCED_APART_MS
  }

  return {
    /** An app's answer, or the code of its refusal. */
    give: (force: boolean) => {
      const at = now().getTime()
      valid = valid.filter(({ until }) => until > at)
      const [newest] = valid
      if (force && isForcedNow(at)) {
        if (forced.length >= FORCED_PER_DAY) return { errcode: 45009, errmsg: 'reach max api daily quota limit' }
        forced.push(at)
        valid = []
        return given(issue(), at)
      }
      return given(newest && newest.until - at >= OVERLAP_MS ? newest : issue(), at)
    },

    /** The code of what is wrong with a token, undefined when nothing is. */
    problem: (token: string | undefined): number | undefined => {
      if (!token) return 41001
      const known = valid.find((each) => each.token === token)
      if (!known) return unknown
      return known.until > now().getTime() ? undefined : 42001
    },

    /** As when somebody else forces a renewal. */
    revoke: (): void => {
      valid = []
    },
  }
}
