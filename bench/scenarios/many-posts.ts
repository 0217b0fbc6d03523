// Whether scheduling a post, publishing it and the memory for it stay what they are while the calendar grows: files of
// SQLite with ever more posts in them, in turns.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CalendarClient, openCalendarClient } from '../lanes/schedule/calendar-client.ts'
import { fillCalendar } from '../lanes/schedule/fill-calendar.ts'
import type { Job } from '../lanes/schedule/lane.ts'
import {
  cost,
  cpuMicroseconds,
  interleave,
  type Lane,
  type Rounds,
  ratio,
  type Samples,
} from '../measure/interleave.ts'
import { median } from '../measure/median.ts'
import { inMode, isShort } from '../measure/mode.ts'
import { report } from '../measure/report.ts'
import type { Row } from '../measure/row.ts'

const sizes = isShort ? [1000, 10_000, 100_000] : [1000, 10_000, 100_000, 300_000, 1_000_000]
const nameOf = (size: number) => `${size} posts`
const rounds: Rounds = {
  warmUpRounds: inMode(2, 1),
  minRounds: inMode(5, 3),
  maxRounds: inMode(11, 3),
  maxSeconds: inMode(120, 10),
  times: 500,
}

let sequence = 0
const jobsAt = (at: number, count: number): readonly Job[] =>
  Array.from({ length: count }, () => ({ id: `job-${process.pid}-${sequence++}`, at }))

const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
const fileOf = (size: number) => join(folder, `${size}.db`)

/** Schedules posts for next week. */
function scheduling(size: number): Lane {
  let client: CalendarClient
  return {
    name: nameOf(size),
    async prepare() {
      client = await openCalendarClient({ file: fileOf(size), work: false, done: () => {} })
      await client.plan(jobsAt(Date.now() + 7 * 24 * 60 * 60_000, 1))
    },
    run: (times) => client.plan(jobsAt(Date.now() + 7 * 24 * 60 * 60_000, times)),
    finish: () => client.close(),
  }
}

const heapBytes = new Map<number, number[]>(sizes.map((size) => [size, []]))
/** How far ahead of planning the clock of a worker is: nobody has to wait until posts are due. */
const aheadMs = 30_000

/** Starts a worker when posts have fallen due: it claims and publishes them. */
function publishing(size: number): Lane {
  let client: CalendarClient
  return {
    name: nameOf(size),
    async prepare() {
      const planner = await openCalendarClient({ file: fileOf(size), work: false, done: () => {} })
      await planner.plan(jobsAt(Date.now() + aheadMs, rounds.times))
      await planner.close()
    },
    async run(times) {
      const all = Promise.withResolvers<void>()
      let left = times
      client = await openCalendarClient({
        file: fileOf(size),
        work: true,
        aheadMs,
        done: () => {
          left -= 1
          if (left === 0) all.resolve()
        },
      })
      await all.promise
    },
    async finish() {
      globalThis.gc?.()
      const { heapUsed, external } = process.memoryUsage()
      heapBytes.get(size)?.push(heapUsed + external)
      await client.close()
    },
  }
}

const smallest = nameOf(10_000)
const largest = nameOf(sizes.at(-1) as number)

const rowOf = (what: string, samples: Samples): Row => ({
  name: `${what}, CPU, ${largest} in the calendar to ${smallest}`,
  unit: '×',
  ours: ratio(samples, largest, smallest),
  budget: { atMost: 1.25 },
  course: { of: 'µs', values: sizes.map((size) => cost(samples, nameOf(size))) },
  tolerance: 0.6,
})

try {
  for (const size of sizes) {
    console.error(`${size} posts are put into a calendar …`)
    await fillCalendar(fileOf(size), size)
  }
  const scheduled = await interleave(sizes.map(scheduling), rounds, cpuMicroseconds)
  const published = await interleave(sizes.map(publishing), rounds, cpuMicroseconds)
  const kilobytes = sizes.map((size) => median(heapBytes.get(size) ?? []) / 1024)
  report([
    rowOf('a post scheduled', scheduled),
    rowOf('a post claimed and published', published),
    {
      name: `memory of a worker, ${largest} in the calendar to ${smallest}`,
      unit: '×',
      ours: (kilobytes.at(-1) ?? Number.NaN) / (kilobytes[sizes.indexOf(10_000)] ?? Number.NaN),
      budget: { atMost: 1.1 },
      course: { of: 'KB', values: kilobytes },
      tolerance: 0.2,
    },
  ])
} finally {
  rmSync(folder, { recursive: true })
}
