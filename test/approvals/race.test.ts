import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { fakeBoard } from '@tutti/testing/fakes'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createDecisionClient } from './create-client.ts'
import type { Decided, DecisionJob } from './decision-job.ts'

const script = fileURLToPath(new URL('../children/deciding.ts', import.meta.url))

const posts = Array.from({ length: 40 }, (_, index) => `post-${index}`)

/** What processes need to start on a busy machine, in milliseconds. */
const startingMs = 8_000

/** Lets somebody decide in a process. @returns what was stored of it */
async function decide(job: DecisionJob): Promise<readonly Decided[]> {
  const flags = ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, script, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [code]] = await Promise.all([readText(child.stdout), once(child, 'exit')])
  expect(code).toBe(0)
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Decided)
}

// No second try, whatever the runner's settings: what goes out unapproved now and then goes out unapproved.
test('two approve and one edits, each in a process: what goes out is what both have approved', {
  timeout: 120_000,
  retry: 0,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-approvals-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const platform = fakeBoard({ guarantee: 'client-id' })
  onTestFinished(() => platform.close())
  const place = { file: join(folder, 'tutti.db'), server: await platform.listen() }
  const worker = await createDecisionClient(place, true)
  onTestFinished(() => worker.close())
  const writer = { id: 'wanda', role: 'writer' }
  const beginAt = Date.now() + startingMs
  // Some fire while others are still being edited.
  const soon = new Date(beginAt + 1_000).toISOString()
  for (const id of posts) {
    await worker.scheduler.approvals.draft({ id, text: `${id}, version 0` }, { by: writer, at: soon })
    await worker.scheduler.approvals.submit(id, { by: writer })
  }
  const common = { ...place, posts, beginAt, rounds: 40 }
  const [edited, ...approved] = await Promise.all([
    decide({ ...common, person: writer, does: 'edit', rounds: 8 }),
    decide({ ...common, person: { id: 'carl', role: 'client' }, does: 'approve' }),
    decide({ ...common, person: { id: 'max', role: 'manager' }, does: 'approve' }),
  ])
  const isOpen = async () => (await worker.scheduler.list({ states: ['scheduled', 'firing'] })).length
  await vi.waitFor(async () => expect(await isOpen()).toBe(0), { timeout: 30_000, interval: 200 })

  const standing = platform.ledger.posts.map(({ text }) => text)
  const idsOf = (texts: readonly string[]) => texts.map((text) => text.split(',')[0])
  expect(new Set(idsOf(standing)).size).toBe(standing.length)
  for (const one of approved) {
    const seen = new Set(one.map(({ text }) => text))
    expect(standing.filter((text) => !seen.has(text))).toEqual([])
  }
  // What nobody has edited after the last approval is out: nobody edits any more.
  expect(standing.length).toBeGreaterThan(posts.length / 4)
  expect(edited.length).toBeGreaterThan(posts.length)
  const submitted = await worker.scheduler.list({ states: ['submitted'] })
  expect(standing.length + submitted.length).toBe(posts.length)
})
