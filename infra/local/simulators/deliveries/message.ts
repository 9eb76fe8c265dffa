/** An event as a platform tells it; `list` is what it says of several templates, in XML inside an element of its own. */
export type Message = {
  fields: Readonly<Record<string, string | number>>
  list?: { element: string; entries: readonly Readonly<Record<string, string>>[] }
}

/** In what an event is written. */
export const FORMATS = ['xml', 'json'] as const
export type Format = (typeof FORMATS)[number]

const elementOf = ([name, value]: [string, string | number]): string =>
  typeof value === 'number'
    ? `<${name}>${value}</${name}>`
    : `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`

const elementsOf = (fields: Message['fields']): string => Object.entries(fields).map(elementOf).join('')

/** The inside of `<xml>`. */
const insideOf = ({ fields, list }: Message): string => {
  if (!list) return elementsOf(fields)
  const entries = list.entries.map((entry) => `<List>${elementsOf(entry)}</List>`).join('')
  return `${elementsOf(fields)}<${list.element}>${entries}</${list.element}>`
}

/** In JSON, events with a list have it on top, a single entry bare, and all their numbers as text. */
const jsonOf = ({ fields, list }: Message): object => {
  if (!list) return fields
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
  return { ...texts, List: list.entries.length === 1 ? list.entries[0] : list.entries }
}

/** The text of a message, with more fields after its own. */
export const textOf = (message: Message, format: Format, more: Message['fields'] = {}): string =>
  format === 'json'
    ? JSON.stringify({ ...jsonOf(message), ...more })
    : `<xml>${insideOf(message)}${elementsOf(more)}</xml>`
