import { describe, expect, it } from 'vitest'
import { GUIDES } from '../../functions/docs/guides.ts'
import { article, prose } from '../../functions/docs/prose.ts'
import { fieldRows, limitsOf, typeOf } from '../../functions/docs/schema.ts'
import { topology } from '../../infra/topology.ts'

const schemas = { Phone: { type: 'string', description: 'A mobile number' } }

describe('the documentation', () => {
  it('has the file of every guide', () => {
    expect(topology.functions.docs?.files).toEqual(expect.arrayContaining(GUIDES.map(({ file }) => file)))
  })

  it.each([
    [{ $ref: '#/components/schemas/Phone' }, 'string'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ const: 1 }, '1'],
    [{ type: 'array', items: { type: 'integer' } }, 'list of integer'],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'string' }] }, 'string or number'],
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [{}, 'anything'],
  ])('says what %j may be', (schema, type) => {
    expect(typeOf(schema, schemas)).toBe(type)
  })

  it('says what limits a value, and nothing of what does not', () => {
    expect(limitsOf({ minLength: 1, maxLength: 5, default: 'x' })).toEqual(['1 to 5 characters', '"x" when left out'])
    expect(limitsOf({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })).toEqual(['at least 1'])
    expect(limitsOf({ minimum: 0, maxItems: 3 })).toEqual(['at most 3 entries'])
  })

  it('lists fields inside objects, lists and maps after the field they are in', () => {
    const inner = { properties: { b: { $ref: '#/components/schemas/Phone' } }, required: ['b'] }
    const rows = fieldRows({ properties: { a: { type: 'array', items: inner } } }, schemas)
    expect(rows.map(({ name, depth, required }) => [name, depth, required])).toEqual([
      ['a', 0, false],
      ['b', 1, true],
    ])
    expect(rows[1]?.description).toBe('A mobile number')
  })

  it('shows markup in a text instead of meaning it', () => {
    expect(String(prose('a <img src=x onerror=alert(1)> `<b>`'))).toBe(
      'a &lt;img src=x onerror=alert(1)&gt; <code>&lt;b&gt;</code>',
    )
    expect(String(article('<script>alert(1)</script>'))).not.toContain('<script>')
  })
})
