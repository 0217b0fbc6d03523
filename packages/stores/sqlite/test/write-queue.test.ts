import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { temporaryFile } from './temporary-file.ts'

test('of writes that come at once, one that fails takes nobody along', async () => {
  const store = sqliteStore(temporaryFile())
  const { documents } = store.scope('one', 'test')
  await documents.put('c', 'taken', { by: 'first' }, 'absent')
  const outcomes = await Promise.allSettled([
    documents.put('c', 'before', 1, 'absent'),
    documents.put('c', 'taken', { by: 'second' }, 'absent'),
    // A value that SQLite itself refuses.
    store.scope('one', 'test').due.add('q', 'x', Number.NaN),
    documents.put('c', 'after', 2, 'absent'),
    documents.put('c', 'after', 3, 'absent'),
  ])
  expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.code))).toEqual([
    1,
    'store-conflict',
    'store-failed',
    1,
    'store-conflict',
  ])
  const stored = await documents.list('c')
  expect(stored.map(({ id, value }) => [id, value])).toEqual([
    ['after', 2],
    ['before', 1],
    ['taken', { by: 'first' }],
  ])
  await store.close()
})

test('what was asked for before the store closes is written', async () => {
  const file = temporaryFile()
  const store = sqliteStore(file)
  await store.scope('one', 'test').documents.put('c', 'first', 1, 'absent')
  const late = store.scope('one', 'test').documents.put('c', 'late', 2, 'absent')
  await store.close()
  await late
  const again = sqliteStore(file)
  expect(await again.scope('one', 'test').documents.get('c', 'late')).toMatchObject({ value: 2 })
  await again.close()
})

test('a thousand writes at once are a few transactions, and all are there', async () => {
  const file = temporaryFile()
  const store = sqliteStore(file)
  const { documents } = store.scope('one', 'test')
  await documents.put('c', 'first', 1, 'absent')
  await Promise.all(Array.from({ length: 1000 }, (_, index) => documents.put('many', `${index}`, index, 'absent')))
  expect(await documents.list('many', { limit: 1000 })).toHaveLength(1000)
  // Each transaction leaves at least one page of 4 KB in the log: a thousand of them would be 4 MB.
  expect((await readFile(`${file}-wal`)).byteLength).toBeLessThan(2_000_000)
  await store.close()
})
