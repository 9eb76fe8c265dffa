import { describe, expect, it } from 'vitest'
import { parseStrictJson } from '../../../shared/security/strictJson.ts'

describe('parseStrictJson', () => {
  it.each([
    ['{}'],
    ['[1, "a", null, {"a": {"a": 1}}, {"a": 2}]'],
    ['{"a": "{\\"b\\": 1, \\"b\\": 2}", "b": ":,{}[]"}'],
    ['{"a": ["a", "a"], "b": "a"}'],
    ['"text"'],
    ['{"\\u0061": 1, "b": "\\\\"}'],
  ])('takes %s', (json) => {
    expect(parseStrictJson(json)).toEqual({ value: JSON.parse(json) })
  })

  it.each([
    ['', 'not valid JSON'],
    ['{', 'not valid JSON'],
    ["{'a': 1}", 'not valid JSON'],
    ['{"a": 1,}', 'not valid JSON'],
    ['{"a": 1, "a": 2}', 'twice'],
    ['{"a": {"b": 1}, "c": 1, "a": 2}', 'twice'],
    ['{"a": 1, "\\u0061": 2}', 'twice'],
    ['{"__proto__": {"admin": true}}', 'not allowed'],
    ['{"a": [{"constructor": {"prototype": {}}}]}', 'not allowed'],
    ['{"\\u005f_proto__": 1}', 'not allowed'],
    ['['.repeat(33) + ']'.repeat(33), 'deeper'],
    ['['.repeat(30_000) + ']'.repeat(30_000), 'deeper'],
  ])('refuses %.60s', (json, why) => {
    expect(parseStrictJson(json)).toEqual({ complaint: expect.stringContaining(why) })
  })

  it('leaves every prototype as it was', () => {
    parseStrictJson('{"__proto__": {"polluted": 1}}')
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('reads 64 KiB of quotes and escapes in no time', () => {
    const json = JSON.stringify({ a: '\\"'.repeat(16_000) })
    const started = performance.now()
    expect(parseStrictJson(json)).toHaveProperty('value')
    expect(performance.now() - started).toBeLessThan(100)
  })
})
