const MOST = 100

/** Access tokens that a platform gave, each good for so many seconds; the oldest of more than a hundred is forgotten. */
export const givenTokens = (now: () => Date, lifeSeconds: number) => {
  const ends = new Map<string, number>()
  return {
    add: (token: string): string => {
      const [oldest] = ends.keys()
      if (oldest !== undefined && ends.size >= MOST) ends.delete(oldest)
      ends.set(token, now().getTime() + lifeSeconds * 1000)
      return token
    },

    stateOf: (token: string): 'good' | 'ended' | 'unknown' => {
      const end = ends.get(token)
      if (end === undefined) return 'unknown'
      return end > now().getTime() ? 'good' : 'ended'
    },
  }
}
