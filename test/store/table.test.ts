import { describe, expect, it } from 'vitest'
import type { Item } from '../../shared/store/table.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'

const NOT_THERE = { expression: 'attribute_not_exists(pk)' }
const KILOBYTE = 1024

const pagesOf = async (pages: AsyncGenerator<Item[]>): Promise<unknown[][]> => {
  const all: unknown[][] = []
  for await (const items of pages) all.push(items.map(({ sk }) => sk))
  return all
}

describe.each(storeEngines)('table on $name', (engine) => {
  const store = useStore(engine)
  const fill = (pk: string, sks: readonly string[], more: Item = {}) =>
    Promise.all(sks.map((sk) => store().table.write({ put: { pk, sk, ...more } })))

  it('gets what was put, without what was undefined, and nothing where nothing is', async () => {
    const { table } = store()
    const key = { pk: 'get', sk: 'one' }
    await table.write({ put: { ...key, text: '客户', list: [1, 'x', { deep: true }], gone: undefined } })
    expect(await table.get(key)).toEqual({ ...key, text: '客户', list: [1, 'x', { deep: true }] })
    expect(await table.get(key, { consistent: true })).toEqual(await table.get(key))
    expect(await table.get({ pk: 'get', sk: 'two' })).toBeUndefined()
  })

  it('gets those of a hundred items that exist, and refuses to look for more', async () => {
    const { table } = store()
    const sks = Array.from({ length: 101 }, (_, i) => String(i).padStart(3, '0'))
    await fill('all', sks.slice(0, 60))
    const found = await table.getAll(sks.slice(0, 100).map((sk) => ({ pk: 'all', sk })))
    expect(found.map(({ sk }) => sk).sort()).toEqual(sks.slice(0, 60))
    await expect(table.getAll(sks.map((sk) => ({ pk: 'all', sk })))).rejects.toThrow(/100|too many/i)
    expect(await table.getAll([])).toEqual([])
  })

  it('gets all of more than one answer can hold', async () => {
    const { table, faults } = store()
    const sks = Array.from({ length: 44 }, (_, i) => String(i).padStart(3, '0'))
    for (const sk of sks) await fill('large', [sk], { ballast: 'x'.repeat(390 * KILOBYTE) })
    const { result, seen } = await faults.watch(() => table.getAll(sks.map((sk) => ({ pk: 'large', sk }))))
    expect(result.map(({ sk }) => sk).sort()).toEqual(sks)
    expect(seen.length).toBeGreaterThan(1)
  })

  it('queries a partition in order, from both ends, within bounds', async () => {
    const { table } = store()
    await fill('range', ['e', 'b', 'a', 'd', 'c'])
    await fill('range2', ['x'])
    const query = async (range: Parameters<typeof table.query>[1]) =>
      (await pagesOf(table.query('range', range))).flat()
    expect(await query({})).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await query({ backwards: true })).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(await query({ from: 'b', to: 'd' })).toEqual(['b', 'c', 'd'])
    expect(await query({ after: 'b' })).toEqual(['c', 'd', 'e'])
    expect(await query({ before: 'c', backwards: true })).toEqual(['b', 'a'])
    expect(await query({ after: 'e' })).toEqual([])
  })

  it('queries in pages of a limit, and in several pages what is more than a megabyte', async () => {
    const { table } = store()
    await fill('pages', ['1', '2', '3', '4', '5'])
    expect((await pagesOf(table.query('pages', { limit: 2 }))).slice(0, 3)).toEqual([['1', '2'], ['3', '4'], ['5']])
    const sks = Array.from({ length: 30 }, (_, i) => String(i).padStart(2, '0'))
    await fill('megabytes', sks, { ballast: 'x'.repeat(100 * KILOBYTE) })
    const pages = await pagesOf(table.query('megabytes'))
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.flat()).toEqual(sks)
  })

  it('writes once under a condition and shows what stood in the way', async () => {
    const { table } = store()
    const key = { pk: 'once', sk: 'once' }
    expect(await table.write({ put: { ...key, turn: 1 }, condition: NOT_THERE })).toBeUndefined()
    expect(await table.write({ put: { ...key, turn: 2 }, condition: NOT_THERE })).toEqual({ item: { ...key, turn: 1 } })
    const change = { expression: 'SET turn = :next', values: { ':next': 3 } }
    const isAt = (turn: number) => ({
      expression: '#turn = :now',
      names: { '#turn': 'turn' },
      values: { ':now': turn },
    })
    expect(await table.write({ update: key, change, condition: isAt(2) })).toEqual({ item: { ...key, turn: 1 } })
    expect(await table.write({ update: key, change, condition: isAt(1) })).toBeUndefined()
    expect(await table.get(key)).toEqual({ ...key, turn: 3 })
    const nowhere = { update: { pk: 'once', sk: 'nowhere' }, change, condition: isAt(1) }
    expect(await table.write(nowhere)).toEqual({ item: undefined })
    expect(await table.get({ pk: 'once', sk: 'nowhere' })).toBeUndefined()
  })

  it('writes all or nothing, and names the obstacle of each', async () => {
    const { table } = store()
    const put = (sk: string, turn: number) => ({ put: { pk: 'many', sk, turn }, condition: NOT_THERE })
    expect(await table.writeAll([put('a', 1), put('b', 1)])).toBeUndefined()
    expect(await table.writeAll([put('new', 2), put('b', 2), put('a', 2)])).toEqual([
      undefined,
      { item: { pk: 'many', sk: 'b', turn: 1 } },
      { item: { pk: 'many', sk: 'a', turn: 1 } },
    ])
    expect(await table.get({ pk: 'many', sk: 'new' })).toBeUndefined()
    expect(await table.writeAll([])).toBeUndefined()
  })

  it('spends a transaction on two writes only, and refuses more than a hundred', async () => {
    const { table, faults } = store()
    const puts = Array.from({ length: 101 }, (_, i) => ({ put: { pk: 'count', sk: String(i) } }))
    const { seen } = await faults.watch(async () => {
      await table.writeAll(puts.slice(0, 1))
      await table.writeAll([
        { update: { pk: 'count', sk: '0' }, change: { expression: 'ADD n :n', values: { ':n': 1 } } },
      ])
      await table.writeAll(puts.slice(0, 2))
      await table.writeAll(puts.slice(0, 100))
    })
    const transaction = 'TransactWriteItems'
    expect(seen.map(({ operation }) => operation)).toEqual(['PutItem', 'UpdateItem', transaction, transaction])
    if (engine.exactCost) expect(seen.map(({ units }) => units)).toEqual([1, 1, 4, 200])
    await expect(table.writeAll(puts)).rejects.toThrow(/100/)
  })

  it('removes an item and says whether there was one', async () => {
    const { table } = store()
    await fill('removed', ['a'])
    expect(await table.remove({ pk: 'removed', sk: 'a' })).toBe(true)
    expect(await table.remove({ pk: 'removed', sk: 'a' })).toBe(false)
    expect(await table.get({ pk: 'removed', sk: 'a' })).toBeUndefined()
  })
})
