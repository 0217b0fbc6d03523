import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { migrations } from '../src/schema.ts'
import { temporaryFile } from './temporary-file.ts'

test('a file of the first schema keeps its documents, with their versions', async () => {
  const file = temporaryFile()
  const old = new DatabaseSync(file)
  old.exec(migrations[0] as string)
  old.exec('PRAGMA user_version = 1')
  const insert = old.prepare("INSERT INTO documents VALUES ('default', 'test', ?, ?, ?, ?)")
  // Keys are UTF-16, high byte first.
  insert.run('posts', Buffer.from('\0a'), '{"text":"Fresh bread."}', 3)
  insert.run('posts', Buffer.from('\0b'), '{"text":"Stale bread."}', 7)
  old.close()

  const store = sqliteStore(file)
  const { documents } = store.scope('default', 'test')
  expect(await documents.list('posts')).toEqual([
    { id: 'a', value: { text: 'Fresh bread.' }, version: 3 },
    { id: 'b', value: { text: 'Stale bread.' }, version: 7 },
  ])
  expect(await documents.put('posts', 'a', { text: 'Rye bread.' }, 3)).toBe(4)
  await expect(documents.put('posts', 'b', {}, 'absent')).rejects.toMatchObject({ code: 'store-conflict' })
  await store.close()
})
