/** A file of ids that was added to an audience, or taken out of it. */
export type AudienceFile = {
  fileId: string
  userIdType: string
  operation: 'APPEND' | 'REDUCE'
  lineCount: number
  validLineCount: number
}

export type SimulatedAudience = {
  audienceId: string
  name: string
  /** The advertiser's own code for it: asked for again by that, it is the same. */
  code?: string
  description: string
  files: AudienceFile[]
  members: Set<string>
}

/** Beyond what a number of JavaScript holds, as the platform's may be. */
const FIRST_ID = 9_007_199_254_740_993n

/** The audiences of the account. */
export const audienceList = () => {
  const audiences = new Map<string, SimulatedAudience>()
  let made = 0n
  const nextId = (): string => String(FIRST_ID + made++)

  return {
    nextId,

    find: (audienceId: string): SimulatedAudience | undefined => audiences.get(audienceId),

    /** The audience of a code that is known, else a new one; undefined when another one has the name. */
    ask: (asked: Pick<SimulatedAudience, 'name' | 'code' | 'description'>): SimulatedAudience | undefined => {
      const all = [...audiences.values()]
      const known = all.find(({ code }) => code !== undefined && code === asked.code)
      if (known) return known
      if (all.some(({ name }) => name === asked.name)) return undefined
      const audience = { ...asked, audienceId: nextId(), files: [], members: new Set<string>() }
      audiences.set(audience.audienceId, audience)
      return audience
    },

    /** The newest first. */
    newest: () => [...audiences.values()].reverse().map(({ members, ...one }) => ({ ...one, members: [...members] })),
  }
}

export type AudienceList = ReturnType<typeof audienceList>
