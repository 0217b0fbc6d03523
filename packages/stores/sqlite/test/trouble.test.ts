import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { StoreError } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { temporaryFile } from './temporary-file.ts'

const use = (file: string) => {
  const store = sqliteStore(file)
  return store
    .scope('tenant', 'owner')
    .documents.get('posts', 'a')
    .finally(() => store.close())
}

test.each([
  ['an empty path', '', 'file'],
  ['a memory database', ':memory:', 'file'],
  ['a URI', 'file:x?mode=memory', 'file'],
  ['a NUL', 'a\0b', 'file'],
])('%s is refused at once', (_, file, path) => {
  expect(() => sqliteStore(file)).toThrow(expect.objectContaining({ code: 'invalid-options', path }))
})

test('a misspelt option and a wrong time-out are refused at once', () => {
  expect(() => sqliteStore('a.db', { busyTimeout: 1 } as object)).toThrow(/busyTimeout: no such option/)
  expect(() => sqliteStore('a.db', { busyTimeoutMs: -1 })).toThrow(/busyTimeoutMs/)
})

test('an old Node is refused when the store is made, not at each use', () => {
  const version = Object.getOwnPropertyDescriptor(process.versions, 'node')
  Object.defineProperty(process.versions, 'node', { ...version, value: '20.20.2' })
  onTestFinished(() => void Object.defineProperty(process.versions, 'node', version ?? {}))
  expect(() => sqliteStore('a.db')).toThrow(
    expect.objectContaining({
      code: 'store-failed',
      message: 'sqliteStore needs Node 22.18 or newer: this is 20.20.2',
      advice: 'Install Node 22.18 or newer.',
    }),
  )
})

test('nothing is opened before the first use', async () => {
  const file = temporaryFile()
  const store = sqliteStore(file)
  store.scope('tenant', 'owner')
  expect(existsSync(file)).toBe(false)
  await store.close()
  expect(existsSync(file)).toBe(false)
})

test('a missing folder is a clear error, and the store works once the folder is there', async () => {
  const file = join(temporaryFile(), 'below', 'tutti.db')
  const failure = await use(file).catch((error: unknown) => error)
  expect(StoreError.isInstance(failure)).toBe(true)
  expect(failure).toMatchObject({ code: 'store-failed', advice: expect.stringContaining('folder') })
  expect(String(failure)).not.toContain(file)
})

test('a file that is no database is a clear error and stays as it is', async () => {
  const file = temporaryFile()
  writeFileSync(file, 'a diary, not a database '.repeat(100))
  await expect(use(file)).rejects.toMatchObject({
    code: 'store-failed',
    advice: expect.stringContaining('no database'),
  })
})

test('a file of a newer version is refused, not changed', async () => {
  const file = temporaryFile()
  const database = new DatabaseSync(file)
  database.exec('PRAGMA user_version = 99')
  database.close()
  await expect(use(file)).rejects.toMatchObject({
    code: 'store-failed',
    advice: expect.stringContaining('newer version'),
  })
})

test('a file that another program fills is refused whole: no table of ours is left in it', async () => {
  const file = temporaryFile()
  const database = new DatabaseSync(file)
  database.exec('CREATE TABLE samples (theirs TEXT)')
  await expect(use(file)).rejects.toMatchObject({ code: 'store-failed' })
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()
  expect(tables).toEqual([{ name: 'samples' }])
  database.close()
})

test('a write that another process blocks for too long fails with advice, and works afterwards', async () => {
  const file = temporaryFile()
  await use(file)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  const store = sqliteStore(file, { busyTimeoutMs: 20 })
  const { documents } = store.scope('tenant', 'owner')
  await expect(documents.put('posts', 'a', 1, 'absent')).rejects.toMatchObject({
    code: 'store-failed',
    advice: expect.stringContaining('Another process'),
  })
  other.exec('ROLLBACK')
  expect(await documents.put('posts', 'a', 1, 'absent')).toBe(1)
  await store.close()
  other.close()
})

test.skipIf(process.platform === 'win32')(
  'where the file can grow no more, the write is refused whole and what was there stays',
  () => {
    const script = fileURLToPath(new URL('./children/fill-disk.ts', import.meta.url))
    // A limit on the size of files (in blocks of 512 or 1024 bytes) stands in for a full disk: both end in a failed write.
    const command = `ulimit -f 2000; exec "${process.execPath}" --conditions=@tutti/source "${script}" "${temporaryFile()}"`
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
    const { refused, storedLength } = JSON.parse(stdout)
    expect(refused).toMatchObject({ code: 'store-failed', outcome: 'not-sent' })
    expect(storedLength % 100_000).toBe(0)
  },
)
