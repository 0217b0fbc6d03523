import { expect, test } from 'vitest'
import { isServerThere } from '../crash/places.ts'
import { type LoadResult, playLoad } from './load.ts'

/** Minutes of load are for CI: see .ci/steps/56-four-workers.sh. */
const isAsked = process.env.TUTTI_FOUR_WORKERS !== undefined

/** 1 for 10 000 posts. */
const scale = Number(process.env.TUTTI_FOUR_WORKERS_SCALE ?? 1)

/**
 * What a dead worker had in hand is taken over when its lease ends, and looked after once a lease: so much later than
 * the usual the last post of a channel may come, in milliseconds.
 */
const tailMs = 2 * 60_000 + 20_000

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
    const ways = outcome.doubtful.map(({ how }) => how)
    const counted = [...new Set(ways)].map((way) => `${ways.filter((one) => one === way).length} ${way}`)
    print(`${engine}: in doubt: ${counted.join(', ') || 'none'}`)
    print(
      `${engine}: the last posts came ${progress.usualLagMs} ms later than possible, ${progress.longestLagMs} at most`,
    )
    print(
      `${engine}: refused for limits: ${refused.beforeWaking} before the stopped one woke up, ${refused.total} in all`,
    )
    for (const trouble of troubles) for (const [what, count] of trouble) print(`${engine}: ${count} × ${what}`)

    expect(outcome.wrong).toEqual([])
    expect(outcome.unpublished).toEqual([])
    expect(unexplained(result)).toEqual([])
    expect(refused.total).toBe(0)
    expect(progress.starved).toEqual([])
    expect(progress.longestLagMs).toBeLessThanOrEqual(progress.usualLagMs + tailMs)
  },
)
