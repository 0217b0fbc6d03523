// A process whose files can grow no more: fills its store until nothing fits, then publishes on each board, and prints
// what became of it. Usage: full-disk.ts FILE JOBS

import { definePlugin, type Json, pluginRef } from '@tutti/core'
import { acceleratedClock } from '@tutti/testing/fakes'
import { channelId, createCellClient, postOf } from '../crash/process/create-client.ts'
import type { CellJob } from '../crash/process/job.ts'
import { openStore } from '../crash/process/open-store.ts'
import { paceFactor } from '../crash/times.ts'

const [, , file = '', jobs = ''] = process.argv
const store = openStore({ kind: 'sqlite', file })
const clock = acceleratedClock({ startMs: Date.now(), factor: paceFactor })
const { documents } = store.scope('filler', 'filler')

async function fill(size: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const isRefused = await documents.put('fill', `${size} ${count}`, 'x'.repeat(size), 'any').then(
      () => false,
      () => true,
    )
    if (isRefused) return
  }
}
for (const size of [100_000, 10_000, 1_000, 100, 1]) await fill(size)

const plugin = definePlugin({ ref: pluginRef<Record<never, never>>()('nothing'), setup: () => ({}) })
const results: Json[] = []
for (const job of JSON.parse(jobs) as CellJob[]) {
  const client = await createCellClient(job, { store: { ...store, close: async () => {} }, clock, plugin })
  const { deliveries } = await client.publish(postOf(job))
  results.push(deliveries[channelId] as unknown as Json)
  await client.close()
}
console.log(JSON.stringify(results))
await store.close().catch(() => {})
