import type { Json } from '@tutti/model'
import { StoreError } from '@tutti/model'
import { expect, test } from 'vitest'
import { hostileIds, type WithStore } from './store-under-test.ts'

const conflict = { code: 'store-conflict' }

/** What a store promises about documents. */
export function testDocuments(run: WithStore): void {
  test(
    'put and get: the value, its id and a version that grows',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      expect(await documents.get('posts', 'a')).toBeUndefined()
      const first = await documents.put('posts', 'a', { text: 'one' }, 'absent')
      expect(await documents.get('posts', 'a')).toEqual({ id: 'a', value: { text: 'one' }, version: first })
      const second = await documents.put('posts', 'a', { text: 'two' }, first)
      expect(second).toBeGreaterThan(first)
      expect((await documents.get('posts', 'a'))?.value).toEqual({ text: 'two' })
    }),
  )

  test(
    'a write whose expectation fails is a conflict and changes nothing',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      await expect(documents.put('posts', 'a', 1, 1)).rejects.toMatchObject(conflict)
      expect(await documents.get('posts', 'a')).toBeUndefined()
      const version = await documents.put('posts', 'a', 1, 'absent')
      for (const expected of ['absent', version + 1, version - 1] as const) {
        const failure = await documents.put('posts', 'a', 2, expected).catch((error: unknown) => error)
        expect(StoreError.isInstance(failure)).toBe(true)
        expect(failure).toMatchObject(conflict)
      }
      await expect(documents.delete('posts', 'a', version + 1)).rejects.toMatchObject(conflict)
      expect(await documents.get('posts', 'a')).toEqual({ id: 'a', value: 1, version })
    }),
  )

  test(
    'any writes over everything, and deleting what is absent is fine',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      await documents.put('posts', 'a', 1, 'any')
      await documents.put('posts', 'a', 2, 'any')
      expect((await documents.get('posts', 'a'))?.value).toBe(2)
      await documents.delete('posts', 'a')
      await documents.delete('posts', 'a')
      expect(await documents.get('posts', 'a')).toBeUndefined()
      await expect(documents.delete('posts', 'a', 1)).rejects.toMatchObject(conflict)
    }),
  )

  test(
    'of many writers with the same expectation exactly one wins',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      const writes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => documents.put('posts', 'a', index, 'absent')),
      )
      expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }),
  )

  test(
    'values come back equal, whatever JSON they are, and are copies',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      const nested = {
        list: [1, [2, { deep: null }]],
        text: 'é😀\u2028',
        __proto__: undefined,
        big: 'x'.repeat(1_000_000),
      }
      const values: Json[] = [null, true, 0, -1.5, 1e300, '', 'text', [], {}, nested]
      for (const [index, value] of values.entries()) {
        await documents.put('values', String(index), value, 'absent')
        expect((await documents.get('values', String(index)))?.value).toEqual(JSON.parse(JSON.stringify(value)))
      }
      const mine = { tags: ['a'] }
      await documents.put('values', 'mine', mine, 'absent')
      mine.tags.push('b')
      const read = await documents.get<{ tags: string[] }>('values', 'mine')
      expect(read?.value.tags).toEqual(['a'])
      read?.value.tags.push('c')
      expect((await documents.get<{ tags: string[] }>('values', 'mine'))?.value.tags).toEqual(['a'])
    }),
  )

  test(
    'hostile ids are ids like any other, listed in the order of their UTF-16 code units',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      for (const id of hostileIds) await documents.put('hostile', id, id.length, 'absent')
      for (const id of hostileIds) expect((await documents.get('hostile', id))?.value).toBe(id.length)
      const listed = await documents.list('hostile', { limit: 1000 })
      expect(listed.map(({ id }) => id)).toEqual(hostileIds.toSorted())
    }),
  )

  test(
    'list: by prefix, behind an id, up to a limit, one collection only',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      for (const id of ['a', 'ab', 'abc', 'b%', 'b_', 'bx', 'c\uffff', 'c\uffff\uffff', 'd'])
        await documents.put('list', id, 0, 'absent')
      await documents.put('other', 'ab', 0, 'absent')
      const ids = async (options: Parameters<typeof documents.list>[1]) =>
        (await documents.list('list', options)).map(({ id }) => id)
      expect(await ids({ prefix: 'ab' })).toEqual(['ab', 'abc'])
      expect(await ids({ prefix: 'b%' })).toEqual(['b%'])
      expect(await ids({ prefix: 'c\uffff' })).toEqual(['c\uffff', 'c\uffff\uffff'])
      expect(await ids({ after: 'ab', limit: 2 })).toEqual(['abc', 'b%'])
      expect(await ids({ prefix: 'a', after: 'a' })).toEqual(['ab', 'abc'])
      expect(await ids({ after: 'zzz' })).toEqual([])
    }),
  )

  test(
    'list answers 100 when no limit is given',
    run(async ({ store }) => {
      const { documents } = store.scope('tenant', 'owner')
      for (let index = 0; index < 120; index += 1) await documents.put('many', `id${index}`, index, 'absent')
      expect(await documents.list('many')).toHaveLength(100)
      expect(await documents.list('many', { limit: 1000 })).toHaveLength(120)
    }),
  )

  test(
    'scopes never meet, whatever their names contain',
    run(async ({ store }) => {
      const scopes = [
        ['a', 'b:c'],
        ['a:b', 'c'],
        ['a/b', 'c'],
        ['a', 'b/c'],
        ['a\u0000b', 'c'],
        ['a', 'b\u0000c'],
        ['', 'abc'],
        ['abc', ''],
        ['__proto__', 'x'],
      ] as const
      for (const [index, [tenant, owner]] of scopes.entries()) {
        await store.scope(tenant, owner).documents.put('posts', 'a', index, 'absent')
        await store.scope(tenant, owner).due.add('queue', 'a', index)
      }
      for (const [index, [tenant, owner]] of scopes.entries()) {
        const scoped = store.scope(tenant, owner)
        expect((await scoped.documents.list('posts')).map(({ value }) => value)).toEqual([index])
        expect((await scoped.due.list('queue')).map(({ dueAt }) => dueAt)).toEqual([index])
      }
    }),
  )
}
