import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { fieldsOf, readMessage } from '../../../shared/callbacks/message.ts'
import { refusalOf } from './signed.ts'

const deep = (levels: number) => `<xml>${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}</xml>`

describe('a message in XML', () => {
  it.each([
    [
      'ids of digits stay text',
      '<xml><a>007</a><b>9007199254740993</b><c>1e3</c><d>0x1F</d><e>true</e></xml>',
      { a: '007', b: '9007199254740993', c: '1e3', d: '0x1F', e: 'true' },
    ],
    [
      'CDATA is kept as it is',
      '<xml><a><![CDATA[ <b>&amp;]] ]]></a><c><![CDATA[]]></c></xml>',
      { a: ' <b>&amp;]] ', c: '' },
    ],
    ['CDATA in pieces is one text', '<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>', { a: 'x]]>y' }],
    ['entities stay what they are', '<xml><a>&lt;&#65;&amp;</a></xml>', { a: '&lt;&#65;&amp;' }],
    [
      'what somebody wrote may look like a DOCTYPE',
      '<xml><a><![CDATA[<!DOCTYPE x><!-- -->]]></a></xml>',
      { a: '<!DOCTYPE x><!-- -->' },
    ],
    ['empty elements are empty', '<xml><a></a><b/><c /></xml>', { a: '', b: '', c: '' }],
    ['elements repeat', '<xml><a>1</a><a>2</a><b><c>3</c></b></xml>', { a: ['1', '2'], b: { c: '3' } }],
    [
      'a declaration and space are allowed',
      '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<xml>\n  <a>1</a>\r\n</xml>\n',
      { a: '1' },
    ],
  ])('%s', (_name, xml, expected) => {
    expect(readMessage(xml)).toEqual(expected)
  })

  it.each([
    ['a DOCTYPE', '<!DOCTYPE xml><xml><a>1</a></xml>'],
    ['an external entity', '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><a>&e;</a></xml>'],
    ['an external DTD', '<!DOCTYPE xml SYSTEM "https://example.com/x.dtd"><xml/>'],
    [
      'a billion laughs',
      `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${'&a;'.repeat(10)}">`).join('')}]><xml><a>&a8;</a></xml>`,
    ],
    ['an entity in the middle', '<xml><!ENTITY e "x"><a>&e;</a></xml>'],
    ['a DOCTYPE between comments', '<xml><a>1</a><!-- <![CDATA[ --><!DOCTYPE x><!-- ]]> --></xml>'],
    ['a DOCTYPE between attributes', '<xml a="<![CDATA["><!DOCTYPE x><b c="]]>"></b></xml>'],
    ['a tag around CDATA', '<xml><a<![CDATA[ ]]>></a></xml>'],
    ['a tag within a tag', '<xml><<a>b>1</b></xml>'],
    ['an instruction', '<?php echo 1 ?><xml><a>1</a></xml>'],
    ['a second declaration', '<?xml version="1.0"?><?xml version="1.0"?><xml><a>1</a></xml>'],
    ['a style sheet', '<?xml-stylesheet href="x"?><xml><a>1</a></xml>'],
    ['a comment', '<xml><!-- x --><a>1</a></xml>'],
    ['an attribute', '<xml><a b="c">1</a></xml>'],
    ['__proto__', '<xml><__proto__><polluted>1</polluted></__proto__></xml>'],
    [
      'constructor and prototype',
      '<xml><constructor><prototype><polluted>1</polluted></prototype></constructor></xml>',
    ],
    ['33 levels', deep(33)],
    ['2000 levels', deep(2000)],
    ['an element that does not end', '<xml><a>1</xml>'],
    ['elements that overlap', '<xml><a><b>1</a></b></xml>'],
    ['CDATA that does not end', '<xml><a><![CDATA[1</a></xml>'],
    ['CDATA that begins a thousand times', `<xml>${'<![CDATA['.repeat(1000)}</xml>`],
    ['a bare &', '<xml><a>1 & 2</a></xml>'],
    ['text behind', '<xml><a>1</a></xml>x'],
    ['two roots', '<xml><a>1</a></xml><xml><a>2</a></xml>'],
    ['two roots, one empty', '<xml/><xml><a>1</a></xml>'],
    ['another root', '<message><a>1</a></message>'],
    ['no element', '<xml>text</xml>'],
    ['<', '<'],
  ])('%s is refused', (_name, xml) => {
    expect(refusalOf(() => readMessage(xml))).toBe('malformed')
  })
})

describe('a message in JSON', () => {
  it('has numbers as they are written', () => {
    const json = '{"MsgId": 9007199254740993, "a": 1e400, "b": "007", "List": [{"c": 1.0}]}'
    expect(readMessage(json)).toEqual({ MsgId: '9007199254740993', a: '1e400', b: '007', List: [{ c: '1.0' }] })
  })

  it.each([
    ['an array', '[{"a": 1}]'],
    ['cut short', '{"a": 1'],
    ['two objects', '{}{}'],
    ['with a key twice', '{"a": "1", "a": "2"}'],
    ['with __proto__', '{"__proto__": {"polluted": 1}}'],
    ['of 33 levels', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
    ['of 2000 levels', `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`],
  ])('%s is refused', (_name, json) => {
    expect(refusalOf(() => readMessage(json))).toBe('malformed')
  })
})

describe('a message', () => {
  it.each(['', ' ', 'success', '"text"', 'null', '1', 'a=b'])('%j is none', (text) => {
    expect(refusalOf(() => readMessage(text))).toBe('malformed')
  })

  it.each(['x', '客'])('has at most 16 KiB of UTF-8: %s', (letter) => {
    const fill = (bytes: number) => letter.repeat(Math.floor((bytes - 18) / Buffer.byteLength(letter)))
    const of = (content: string) => `<xml><a>${content}</a></xml>`
    expect(readMessage(of(fill(16_384)))).toHaveProperty('a')
    expect(refusalOf(() => readMessage(of(fill(16_400))))).toBe('too_large')
    expect(refusalOf(() => readMessage(of(fill(1_048_576))))).toBe('too_large')
  })

  it('has at most 32 levels within', () => {
    expect(refusalOf(() => readMessage(deep(32)))).toBe('taken')
  })

  it('leaves every prototype as it was', () => {
    for (const name of ['toString', 'hasOwnProperty', 'valueOf']) readMessage(`<xml><${name}>x</${name}></xml>`)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('is refused by the name of a field, without what it holds', () => {
    const schema = z.object({ CreateTime: z.string().regex(/^\d+$/) })
    expect(() => fieldsOf(schema, { CreateTime: 'secret' })).toThrow(/^callback: malformed \(CreateTime\)$/)
  })
})
