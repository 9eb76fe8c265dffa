import { describe, expect, it } from 'vitest'
import { eventually } from '../harness/client.ts'
import { atEnd } from '../harness/place.ts'
import { startFakeStreams } from './fakeStreams.ts'
import { everything, failedFrom, recording, startPolling } from './startedStream.ts'

const newStreams = async () => {
  const streams = await startFakeStreams()
  atEnd(streams.close)
  return streams
}

const has = (count: number) => (batches: number[][]) => batches.flat().length >= count

describe('a stream of several shards', () => {
  it('that split is read parents first, also when they are listed last', async () => {
    const streams = await newStreams()
    streams.open('grandchild', [9], 'left')
    streams.open('left', [6, 7], 'parent')
    streams.open('right', [8], 'parent')
    streams.open('parent', [1, 2, 3, 4, 5])
    for (const id of ['parent', 'left']) streams.end(id)
    const batches = recording('family')
    await startPolling(streams, { family: everything() })
    await eventually(() => batches, has(9))
    const order = batches.flat()
    expect(order.slice(0, 5)).toEqual([1, 2, 3, 4, 5])
    expect([...order].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(order.indexOf(9)).toBeGreaterThan(order.indexOf(7))
  })

  it('that splits while it is read is read on at once', async () => {
    const streams = await newStreams()
    streams.open('parent', [1])
    const batches = recording('splitting')
    await startPolling(streams, { splitting: everything() })
    await eventually(() => batches, has(1))
    streams.add('parent', 2)
    streams.open('left', [3], 'parent')
    streams.open('right', [4], 'parent')
    streams.end('parent')
    await eventually(() => batches, has(4))
    expect(batches.flat().slice(0, 2)).toEqual([1, 2])
  })

  it('is held up by a record that fails in its own shard only', async () => {
    const streams = await newStreams()
    streams.open('bad', [1, 2])
    streams.open('good', [11, 12])
    const batches = recording('split', (records) => failedFrom(records, 1))
    await startPolling(streams, { split: everything({ retries: 1000 }) })
    await eventually(
      () => batches,
      (all) => all.flat().includes(12),
    )
    streams.add('good', 13, 14)
    await eventually(
      () => batches,
      (all) => all.flat().includes(14),
    )
    expect(batches.flat()).toContain(1)
  })

  it('is read on after a restart where each shard was, and not at all where one has ended', async () => {
    const streams = await newStreams()
    streams.open('parent', [1, 2])
    streams.open('child', [3], 'parent')
    streams.end('parent')
    const batches = recording('resumed')
    const first = await startPolling(streams, { resumed: everything() })
    await eventually(() => batches, has(3))
    await first.close()
    streams.add('child', 4)
    const before = streams.asked.length
    await startPolling(streams, { resumed: everything() }, first.data)
    await eventually(() => batches, has(4))
    expect(batches.flat()).toEqual([1, 2, 3, 4])
    expect(streams.asked.slice(before)).toEqual(['child AFTER_SEQUENCE_NUMBER 3'])
  })

  it('whose parent is gone is read all the same, and one that goes while it is read does no harm', async () => {
    const streams = await newStreams()
    streams.open('orphan', [5], 'long gone')
    streams.open('leaving', [1])
    const batches = recording('orphaned')
    const polling = await startPolling(streams, { orphaned: everything() })
    await eventually(() => batches, has(2))
    streams.remove('leaving')
    await eventually(
      () => polling.reports.length,
      (count) => count > 0,
    )
    streams.open('child', [], 'orphan')
    streams.end('orphan')
    await eventually(
      () => streams.asked,
      (asked) => asked.includes('child TRIM_HORIZON'),
    )
    const reported = polling.reports.length
    for (let n = 6; n < 16; n++) {
      streams.add('child', n)
      await eventually(
        () => batches.flat(),
        (numbers) => numbers.includes(n),
      )
    }
    expect(polling.reports).toHaveLength(reported)
  })
})

describe('an iterator that expired', () => {
  it('is replaced where it was: nothing is lost, delivered twice or reported', async () => {
    const streams = await newStreams()
    streams.open('shard', [1, 2, 3, 4, 5, 6])
    const batches = recording('expired')
    const polling = await startPolling(streams, { expired: everything() })
    await eventually(() => batches, has(6))
    for (const n of [7, 8, 9]) {
      streams.expireIterators()
      streams.add('shard', n)
      await eventually(() => batches, has(n))
    }
    expect(batches.flat()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(polling.reports).toEqual([])
  })

  it('before anything was read is replaced by the start', async () => {
    const streams = await newStreams()
    streams.open('shard')
    const batches = recording('fresh')
    await startPolling(streams, { fresh: everything() })
    await eventually(
      () => streams.asked.length,
      (count) => count === 1,
    )
    streams.expireIterators()
    streams.add('shard', 1)
    await eventually(() => batches, has(1))
    expect(streams.asked).toEqual(['shard TRIM_HORIZON', 'shard TRIM_HORIZON'])
  })
})

describe('records that were trimmed before they were read', () => {
  it('are reported, and what is left is read', async () => {
    const streams = await newStreams()
    streams.open('shard', [1, 2, 3])
    const batches = recording('trimmed')
    const first = await startPolling(streams, { trimmed: everything() })
    await eventually(() => batches, has(3))
    await first.close()
    streams.add('shard', 4, 5, 6, 7)
    streams.trim(5)
    const second = await startPolling(streams, { trimmed: everything() }, first.data)
    await eventually(() => batches, has(5))
    expect(batches.flat()).toEqual([1, 2, 3, 6, 7])
    expect(second.reports).toEqual(['trimmed missed records of shard: they were trimmed before it read them'])
    expect(streams.asked.slice(-2)).toEqual(['shard AFTER_SEQUENCE_NUMBER 3', 'shard TRIM_HORIZON'])
  })

  it('under an iterator that is in use are skipped too', async () => {
    const streams = await newStreams()
    streams.open('shard', [1])
    const batches = recording('overtaken')
    await startPolling(streams, { overtaken: everything() })
    await eventually(() => batches, has(1))
    streams.add('shard', 2, 3, 4)
    streams.trim(3)
    await eventually(
      () => batches.flat(),
      (numbers) => numbers.includes(4),
    )
  })
})

describe('a stream that does not answer at first', () => {
  it('is read once it does', async () => {
    const streams = await newStreams()
    streams.open('shard', [1])
    streams.failNext(3)
    const batches = recording('early')
    const polling = await startPolling(streams, { early: everything() })
    await eventually(() => batches, has(1))
    expect(polling.reports).toHaveLength(3)
  })
})
