import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sqliteStore } from '@tutti/store-sqlite'
import { virtualClock } from '@tutti/testing'
import { expect, onTestFinished, test } from 'vitest'
import { start } from './support/start.ts'

const script = fileURLToPath(new URL('./children/import-rows.ts', import.meta.url))

function makeFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-bulk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'tutti.db')
}

/** Runs the import until it prints this, waits a little, and kills it. @returns what it has printed */
async function run(file: string, count: number, until?: string, delayMs = 0): Promise<string> {
  const flags = ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning', '--expose-gc']
  const child = spawn(process.execPath, [...flags, script, file, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let printed = ''
  for await (const piece of child.stdout) {
    printed += piece
    if (until === undefined || !printed.includes(`${until}\n`)) continue
    await sleep(delayMs)
    child.kill('SIGKILL')
    break
  }
  await ended
  return printed
}

test.each([
  ['read 0', 0],
  ['read 100', 0],
  ['read 200', 5],
  ['read all', 0],
  ['read all', 20],
  ['read all', 60],
  ['imported true', 0],
])(
  'killed after "%s" and %i ms: all rows or none, and all after another run',
  { timeout: 60_000 },
  async (until, delayMs) => {
    const file = makeFile()
    await run(file, 300, until, delayMs)
    const { tutti } = await start({
      store: sqliteStore(file),
      plugin: { work: false },
      clock: virtualClock({ startMs: Date.now() }),
    })
    const { length } = await tutti.scheduler.list()
    expect([0, 300]).toContain(length)
    if (until === 'read 0') expect(length).toBe(0)
    if (until === 'imported true') expect(length).toBe(300)
    expect(await run(file, 300)).toContain('imported true')
    const posts = await tutti.scheduler.list()
    expect(new Set(posts.map(({ id }) => id)).size).toBe(300)
    expect(posts.length).toBe(300)
  },
)

test('ten thousand rows take no more memory than their report', { timeout: 120_000 }, async () => {
  const peakOf = async (count: number) => Number(/peak (\d+)/.exec(await run(makeFile(), count))?.[1])
  const [few, many] = [await peakOf(500), await peakOf(10_000)]
  // Prepared, ten thousand posts are tens of megabytes.
  expect(many - few).toBeLessThan(8_000_000)
})
