import { expect, expectTypeOf, test, vi } from 'vitest'
import { lazyOperations } from '../src/index.ts'

const whole = {
  fetchPost: async (input: { readonly id: string }) => `post ${input.id}`,
  async *subscribe(input: { readonly from: number }) {
    yield input.from
    yield input.from + 1
  },
}

test('nothing is loaded before a call, and only once for all of them', async () => {
  const load = vi.fn(async () => whole)
  const { fetchPost, subscribe } = lazyOperations(['fetchPost', 'subscribe'], load)
  expect(load).not.toHaveBeenCalled()
  const told: number[] = []
  for await (const item of subscribe({ from: 1 })) told.push(item)
  expect(told).toEqual([1, 2])
  expect(await fetchPost({ id: 'a' })).toBe('post a')
  expect(load).toHaveBeenCalledTimes(1)
})

test('a load that failed is tried again', async () => {
  const load = vi.fn(async () => whole).mockRejectedValueOnce(new Error('away'))
  const { fetchPost } = lazyOperations(['fetchPost'], load)
  await expect(fetchPost({ id: 'a' })).rejects.toThrow('away')
  expect(await fetchPost({ id: 'a' })).toBe('post a')
})

test('the types are those of what is loaded', () => {
  const operations = lazyOperations(['fetchPost'], async () => whole)
  expectTypeOf(operations).toEqualTypeOf<Pick<typeof whole, 'fetchPost'>>()
  // @ts-expect-error there is no such operation
  lazyOperations(['fetchPosts'], async () => whole)
})
