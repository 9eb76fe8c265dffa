/** `138****8000` for an 11-digit mobile number. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** `张*` for a name: the first character, then one star for each further one, at most two. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = Array.from(name)
  return first + '*'.repeat(Math.max(1, Math.min(rest.length, 2)))
}

/** First two characters of any other text, then three stars. */
export const maskText = (text: string): string => `${Array.from(text).slice(0, 2).join('')}***`

/** `110***********002X` for an identity number. */
export const maskIdNumber = (idNumber: string): string =>
  `${idNumber.slice(0, 3)}${'*'.repeat(Math.max(0, idNumber.length - 7))}${idNumber.slice(-4)}`

/** `****0009` for a bank card. */
export const maskCard = (card: string): string => `****${card.slice(-4)}`
