import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Delivery, systemClock } from '@tutti/core'
import { expect, test } from 'vitest'
import { guaranteeKinds } from './cells.ts'
import { withPlace } from './places.ts'
import { openStore } from './process/open-store.ts'
import { createStage } from './stage.ts'
import { playToTheEnd } from './take-over.ts'

const script = fileURLToPath(new URL('../children/full-disk.ts', import.meta.url))
const run = promisify(execFile)

// A limit on the size of files stands in for a full disk: both end in a failed write.
test.skipIf(process.platform === 'win32')(
  'C15: where the journal can take no more, nothing is sent and the error says so; with room again it is, once',
  () =>
    withPlace('sqlite', async (place) => {
      if (place.kind !== 'sqlite') throw new Error('a file is needed')
      const cells = guaranteeKinds.map(
        (guarantee) => ({ guarantee, partCount: 1, answer: '200', onAbsent: 'ask' }) as const,
      )
      const stages = await Promise.all(cells.map((cell) => createStage(cell, systemClock)))
      const jobs = stages.map(({ job }) => job)
      const flags = '--conditions=@tutti/source --disable-warning=ExperimentalWarning'
      const command = `ulimit -f 2000; exec "${process.execPath}" ${flags} "${script}" "$0" "$1"`
      const { stdout } = await run('sh', ['-c', command, place.file, JSON.stringify(jobs)])
      const deliveries = JSON.parse(stdout) as Delivery[]
      expect(deliveries.map(({ state }) => state)).toEqual(cells.map(() => 'not-sent'))
      for (const { parts } of deliveries) expect(parts[0]?.error).toMatchObject({ code: 'store-failed' })
      for (const { platform } of stages) expect(platform.requests).toEqual([])

      const store = openStore(place)
      for (const { job, platform } of stages) {
        const { delivery } = await playToTheEnd(job, { store, clock: systemClock })
        expect(delivery?.state).toBe('published')
        expect(platform.ledger.posts).toHaveLength(1)
      }
      await store.close()
      await Promise.all(stages.map((stage) => stage.close()))
    }),
)
