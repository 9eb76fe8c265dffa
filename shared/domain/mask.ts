/** `138****8000` for an 11-digit mobile number. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** `张*` for a name: the first character, then one star for each further one, at most two. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = Array.from(name)
  return first + '*'.repeat(Math.max(1, Math.min(rest.length, 2)))
}

/** First two characters of any other text, then three stars. */
export const maskText = (text: string): string => `${Array.from(text).slice(0, 2).join('')}***`
