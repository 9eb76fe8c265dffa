import { XMLParser } from 'fast-xml-parser'
import { CallbackRefusal } from './callbackRefusal.ts'

const MAX_DEPTH = 32

/** Values stay text and entities what they are. Names that reach a prototype are an error of the parser's own. */
const parser = new XMLParser({
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  jPath: false,
  maxNestedTags: MAX_DEPTH,
})

const DECLARATION = /^<\?xml\s[^<>?]*\?>/
const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g
const TAG = /<\/?[A-Za-z][\w.-]*\s*\/?>/g

/**
 * Whether there is nothing in some XML but elements and text: no DOCTYPE, entity, comment, instruction or attribute.
 * CDATA leaves a mark behind, so that what stood around it does not become a tag.
 */
const isPlain = (xml: string): boolean =>
  !xml.replace(DECLARATION, '').replace(CDATA, '|').replace(TAG, '').includes('<')

/** The inside of `<xml>`: text by element, an object for elements within, an array for elements that repeat. */
export const readXml = (xml: string): unknown => {
  if (!isPlain(xml)) throw new CallbackRefusal('malformed', 'xml')
  try {
    return parser.parse(xml, true).xml
  } catch {
    throw new CallbackRefusal('malformed', 'xml')
  }
}
