import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeBoard } from '@tutti/testing/fakes'
import { expect, onTestFinished, test } from 'vitest'
import { createTroubledClient } from './create-client.ts'
import type { Planned } from './planned.ts'

const script = fileURLToPath(new URL('../children/planning.ts', import.meta.url))
const run = promisify(execFile)

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-stores-'))
  // A root that is nobody's guest: the process below may be another user.
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'tutti.db')
}

/** Plans in a process of its own. */
async function plan(file: string, count: number, how: { readonly blocks?: number; readonly uid?: number } = {}) {
  const flags = '--conditions=@tutti/source --disable-warning=ExperimentalWarning'
  const limit = how.blocks === undefined ? '' : `ulimit -f ${how.blocks};`
  const command = `${limit} exec "${process.execPath}" ${flags} "${script}" "$0" "$1" "$2"`
  const options = how.uid === undefined ? {} : { uid: how.uid, env: { PATH: process.env.PATH } }
  const { stdout } = await run('sh', ['-c', command, file, 'http://127.0.0.1:1', String(count)], options)
  return JSON.parse(stdout) as Planned
}

const read = async (file: string) => {
  const store = sqliteStore(file)
  const client = await createTroubledClient(store, 'http://127.0.0.1:1', false)
  try {
    return (await client.scheduler.list()).map(({ id }) => id).sort()
  } finally {
    await client.close()
  }
}

const hasUsers = process.platform !== 'win32'

test.skipIf(!hasUsers)('a file that is full: a clear error, and all that was confirmed is there', async () => {
  const file = temporaryFile()
  const { confirmed, refused } = await plan(file, 1_000, { blocks: 4_000 })
  expect(refused).toMatchObject({ code: 'store-failed', outcome: 'not-sent', advice: expect.any(String) })
  expect(confirmed.length).toBeGreaterThan(3)
  expect(await read(file)).toEqual([...confirmed].sort())
  // With room again it goes on.
  const client = await createTroubledClient(sqliteStore(file), 'http://127.0.0.1:1', false)
  onTestFinished(() => client.close())
  const at = new Date(Date.now() + 60_000).toISOString()
  expect((await client.scheduler.schedule({ text: 'x' }, { at })).state).toBe('scheduled')
})

test.skipIf(!hasUsers)('a file that may only be read: a clear error, and nothing is changed', async () => {
  const file = temporaryFile()
  const { confirmed } = await plan(file, 3)
  expect(confirmed).toHaveLength(3)
  chmodSync(file, 0o444)
  // Nothing is read-only to the administrator.
  const { confirmed: none, refused } = await plan(file, 1, process.getuid?.() === 0 ? { uid: 65_534 } : {})
  expect(none).toEqual([])
  expect(refused).toMatchObject({ code: 'store-failed', advice: expect.any(String) })
  expect(JSON.stringify(refused)).not.toContain(file)
  chmodSync(file, 0o644)
  expect(await read(file)).toEqual([...confirmed].sort())
})

test('a file that somebody has half migrated: a clear error, and the post goes out when it is mended', async () => {
  const file = temporaryFile()
  const whole = new DatabaseSync(file)
  whole.exec('CREATE TABLE due (half TEXT)')
  whole.close()
  const platform = fakeBoard({ guarantee: 'client-id' })
  onTestFinished(() => platform.close())
  const client = await createTroubledClient(sqliteStore(file), await platform.listen(), true)
  onTestFinished(() => client.close())
  const schedule = () =>
    client.scheduler.schedule({ id: 'a', text: 'a' }, { at: new Date(Date.now() + 500).toISOString() })
  await expect(schedule()).rejects.toMatchObject({ code: 'store-failed' })
  const half = new DatabaseSync(file)
  half.exec('DROP TABLE due')
  half.close()
  expect((await schedule()).state).toBe('scheduled')
  await expect.poll(() => platform.ledger.posts.length, { timeout: 20_000 }).toBe(1)
})
