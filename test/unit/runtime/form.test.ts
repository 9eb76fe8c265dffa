import { describe, expect, it } from 'vitest'
import { multipartFields, nestFields, urlencodedFields } from '../../../shared/runtime/form.ts'

describe('urlencodedFields', () => {
  it('decodes names and values', () => {
    expect(urlencodedFields('contact.name=%E5%BC%A0+%E4%B8%89&a&b=&c=1=2&&')).toEqual([
      ['contact.name', '张 三'],
      ['a', ''],
      ['b', ''],
      ['c', '1=2'],
    ])
  })

  it.each(['a=%', 'a=%zz', 'a=%E5%BC', 'a=%ff'])('refuses %s', (body) => {
    expect(urlencodedFields(body)).toHaveProperty('complaint')
  })
})

describe('multipartFields', () => {
  const encoded = async (form: FormData) => {
    const response = new Response(form)
    return [new Uint8Array(await response.arrayBuffer()), response.headers.get('content-type') ?? ''] as const
  }

  it('reads fields', async () => {
    const form = new FormData()
    form.append('contact.name', '张三')
    form.append('consent.purposes', 'contact')
    expect(await multipartFields(...(await encoded(form)))).toEqual([
      ['contact.name', '张三'],
      ['consent.purposes', 'contact'],
    ])
  })

  it('refuses files', async () => {
    const form = new FormData()
    form.append('contact.name', new Blob(['x']), 'x.txt')
    expect(await multipartFields(...(await encoded(form)))).toEqual({ complaint: expect.stringContaining('file') })
  })

  it.each(['multipart/form-data', 'multipart/form-data; boundary=x'])(
    'refuses a body that is none, as %s',
    async (type) => {
      expect(await multipartFields(new TextEncoder().encode('a=1'), type)).toHaveProperty('complaint')
    },
  )
})

describe('nestFields', () => {
  it('nests by dots, gathers lists and leaves out what is empty', () => {
    const fields = [
      ['contact.phone', '1'],
      ['contact.name', ' '],
      ['consent.purposes', 'contact'],
      ['consent.purposes', 'marketing'],
    ] as const
    expect(nestFields(fields, ['consent.purposes'])).toEqual({
      value: { contact: { phone: '1' }, consent: { purposes: ['contact', 'marketing'] } },
    })
  })

  it('makes a list of one', () => {
    expect(nestFields([['consent.purposes', 'contact']], ['consent.purposes'])).toEqual({
      value: { consent: { purposes: ['contact'] } },
    })
  })

  it.each([
    [
      [
        ['a', '1'],
        ['a', '2'],
      ],
      'twice',
    ],
    [
      [
        ['a', '1'],
        ['a.b', '2'],
      ],
      'both',
    ],
    [
      [
        ['a.b', '1'],
        ['a', '2'],
      ],
      'twice',
    ],
    [[['__proto__.a', '1']], 'not allowed'],
    [[['a.constructor', '1']], 'not allowed'],
    [[['a..b', '1']], 'not allowed'],
    [[['', '1']], 'not allowed'],
    [[['a.b.c.d.e.f', '1']], 'not allowed'],
    [Array.from({ length: 201 }, (_, i) => [`f${i}`, '1']), 'more than 200'],
  ] as [[string, string][], string][])('refuses %.60j', (fields, why) => {
    expect(nestFields(fields, [])).toEqual({ complaint: expect.stringContaining(why) })
  })
})
