import { expect, it } from 'vitest'
import { remember } from '../../../shared/runtime/remember.ts'

const counted = (found: object | undefined) => {
  let asked = 0
  return {
    find: async () => {
      asked += 1
      return found
    },
    asked: () => asked,
  }
}

it('what was found is not looked up again', async () => {
  const { find, asked } = counted({})
  const found = remember(find, 60_000)
  expect(await found('a')).toBe(await found('a'))
  expect(asked()).toBe(1)
})

it('what was not found is', async () => {
  const { find, asked } = counted(undefined)
  const found = remember(find, 60_000)
  await found('a')
  await found('a')
  expect(asked()).toBe(2)
})

it('nothing is remembered for no time', async () => {
  const { find, asked } = counted({})
  const found = remember(find, 0)
  await found('a')
  await found('a')
  expect(asked()).toBe(2)
})
