type Group = Record<string, unknown>

/** What a form says, as the API takes it: fields with the API's dotted names and no others. */
export const formBody = (form: HTMLFormElement): string => {
  const purposes: string[] = []
  const body: Record<string, Group | string> = {
    contact: {},
    answers: {},
    consent: { purposes },
    touch: {},
    firstTouch: {},
  }
  new FormData(form).forEach((entry, field) => {
    const [group, name] = field.split('.') as [string, string]
    const value = String(entry).trim()
    if (name === 'purposes') purposes.push(value)
    else if (field === 'website') body[field] = value
    else if (value && body[group]) (body[group] as Group)[name] = value
  })
  return JSON.stringify(body)
}
