import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { shareReads } from '../src/pause/share-reads.ts'

/** A value that changes, and reads of it that end when they are told to. */
function createSource() {
  const open: PromiseWithResolvers<void>[] = []
  const source = { value: 0, begun: 0 }
  const clock = virtualClock()
  const read = shareReads(clock, async () => {
    source.begun += 1
    const { value } = source
    const end = Promise.withResolvers<void>()
    open.push(end)
    await end.promise
    return value
  })
  const next = async () => {
    // The next read begins when the one before has settled, some turns later.
    for (let turn = 0; turn < 10 && open.length === 0; turn += 1) await Promise.resolve()
    return open.shift()
  }
  return { source, read, next, clock }
}

test('nobody gets an answer that is older than the question', async () => {
  const { source, read, next } = createSource()
  const early = read()
  source.value = 1
  const late = [read(), read(), read()]
  ;(await next())?.resolve()
  expect(await early).toBe(0)
  ;(await next())?.resolve()
  expect(await Promise.all(late)).toEqual([1, 1, 1])
  expect(source.begun).toBe(2)
})

test('a read that fails fails for those who shared it, and nobody else', async () => {
  const { read, next } = createSource()
  const failing = read()
  const waiting = read()
  ;(await next())?.reject(new Error('no connection'))
  await expect(failing).rejects.toThrow('no connection')
  ;(await next())?.resolve()
  expect(await waiting).toBe(0)
})

test('a read that does not end keeps nobody who asks later', async () => {
  const { source, read, clock } = createSource()
  void read()
  await clock.advance(3_000)
  const late = read()
  expect(source.begun).toBe(2)
  expect(late).not.toBe(read())
})
