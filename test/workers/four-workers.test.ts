import { expect, test } from 'vitest'
import { isServerThere } from '../crash/places.ts'
import { type LoadResult, playLoad } from './load.ts'
import { spread } from './progress.ts'

/** Minutes of load are for CI: see .ci/steps/56-four-workers.sh. */
const isAsked = process.env.TUTTI_FOUR_WORKERS !== undefined

/** 1 for 10 000 posts. */
const scale = Number(process.env.TUTTI_FOUR_WORKERS_SCALE ?? 1)

/** How much longer than the usual channel any may wait, in milliseconds: it would be starved. */
const starvedMs = 20_000

/** A dead worker had them in hand: its lease has to end first, in milliseconds. */
const leaseMs = 60_000

const print = (line: string) => void process.stdout.write(`${line}\n`)

/** What became of deliveries in whose time no worker was taken away, though nobody got their answer. */
const unexplained = ({ outcome, blows }: LoadResult) =>
  outcome.doubtful.filter(({ createdAt, updatedAt }) => !blows.some(({ at }) => createdAt <= at && at <= updatedAt))

// No second try, whatever the runner's settings: a post that doubles now and then is a post that doubles.
test.skipIf(!isAsked || !(await isServerThere())).each(['pg-boss', 'bullmq'] as const)(
  'four workers with %s, two of them killed and one stopped: every post stands once, and no limit is exceeded',
  { timeout: 900_000, retry: 0 },
  async (engine) => {
    const result = await playLoad({ engine, scale, report: (line) => print(`${engine}: ${line}`) })
    const { outcome, refused, progress, troubles } = result
    const half = spread(progress.map(({ halfLagMs }) => halfLagMs))
    const end = spread(progress.map(({ endLagMs }) => endLagMs))
    const ways = outcome.doubtful.map(({ how }) => how)
    const counted = [...new Set(ways)].map((way) => `${ways.filter((one) => one === way).length} ${way}`)
    print(`${engine}: in doubt: ${counted.join(', ') || 'none'}`)
    for (const trouble of troubles) for (const [what, count] of trouble) print(`${engine}: ${count} × ${what}`)

    expect(outcome.wrong).toEqual([])
    expect(outcome.unpublished).toEqual([])
    expect(unexplained(result)).toEqual([])
    expect(refused).toBe(0)
    expect(half.largest).toBeLessThanOrEqual(half.median + starvedMs)
    expect(end.largest).toBeLessThanOrEqual(Math.max(end.median, leaseMs) + starvedMs)
  },
)
