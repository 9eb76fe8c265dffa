/** A list that forgets its oldest entries beyond a number. */
export const bounded = <Entry>(most: number) => {
  const entries: Entry[] = []
  return {
    add: (entry: Entry): Entry => {
      entries.push(entry)
      if (entries.length > most) entries.shift()
      return entry
    },

    /** The newest first. */
    newest: (): Entry[] => entries.toReversed(),
  }
}

export type Bounded<Entry> = ReturnType<typeof bounded<Entry>>
