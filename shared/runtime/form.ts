import { isForbiddenKey } from '../security/strictJson.ts'

type Nested = { [name: string]: string | string[] | Nested }

const MAX_FIELDS = 200

class FormComplaint extends Error {}

const stepInto = (parent: Nested, name: string): Nested => {
  const child = parent[name]
  if (child === undefined) {
    const made: Nested = {}
    parent[name] = made
    return made
  }
  if (typeof child === 'string' || Array.isArray(child))
    throw new FormComplaint('uses a name both as a field and as a group')
  return child
}

const put = (root: Nested, name: string, value: string, isList: boolean): void => {
  const path = name.split('.')
  const last = path.pop() ?? ''
  if (path.length > 4 || [...path, last].some((part) => part === '' || isForbiddenKey(part)))
    throw new FormComplaint('has a field name that is not allowed')
  const parent = path.reduce(stepInto, root)
  const before = parent[last]
  if (isList) parent[last] = [...(Array.isArray(before) ? before : []), value]
  else if (before === undefined) parent[last] = value
  else throw new FormComplaint('has a field twice')
}

/** Nests form fields by their dotted names (`contact.phone`); empty fields are left out, as a form cannot leave out a field itself. */
export const nestFields = (
  fields: readonly (readonly [string, string])[],
  lists: readonly string[],
): { value: Nested } | { complaint: string } => {
  if (fields.length > MAX_FIELDS) return { complaint: `has more than ${MAX_FIELDS} fields` }
  const root: Nested = {}
  try {
    for (const [name, value] of fields) if (value.trim() !== '') put(root, name, value, lists.includes(name))
    return { value: root }
  } catch (error) {
    if (error instanceof FormComplaint) return { complaint: error.message }
    throw error
  }
}

const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))

/** Fields of a urlencoded body. */
export const urlencodedFields = (body: string): [string, string][] | { complaint: string } => {
  try {
    return body
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.includes('=') ? pair.indexOf('=') : pair.length
        return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
      })
  } catch {
    return { complaint: 'has percent escapes that are not UTF-8' }
  }
}

/** Fields of a multipart body. */
export const multipartFields = async (
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<[string, string][] | { complaint: string }> => {
  try {
    const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
    const fields = [...form.entries()]
    if (fields.some(([, value]) => typeof value !== 'string'))
      return { complaint: 'carries a file, and none is taken here' }
    return fields as [string, string][]
  } catch {
    return { complaint: 'is not a valid multipart form' }
  }
}
