import { expect, test } from 'vitest'
import { instantsBetween } from './occurrences.ts'
import { type Hours, playSeries } from './play-series.ts'
import { graceMs } from './series-client.ts'

/** Every zone in CI, one otherwise. A failure names its seed. */
const isWhole = process.env.TUTTI_CLOCK_CHANGES === 'whole'
const seed = Number(process.env.TUTTI_CLOCK_SEED ?? Date.now() % 1_000_000)

const utc = (text: string) => Date.parse(`${text}Z`)

/** The hours around changes of clocks; the zones of RELIABILITY, section 4, that still change them. */
const changes: Readonly<Record<string, Hours>> = {
  'half an hour is skipped': {
    from: utc('2026-10-03T14:40'),
    to: utc('2026-10-03T16:40'),
    timeZones: ['Australia/Lord_Howe', 'Asia/Kathmandu'],
  },
  'one hour and two come twice': {
    from: utc('2026-10-25T00:10'),
    to: utc('2026-10-25T02:40'),
    timeZones: ['Europe/London', 'Antarctica/Troll'],
  },
  'an hour is skipped at midnight': {
    from: utc('2026-04-23T21:10'),
    to: utc('2026-04-23T23:10'),
    timeZones: ['Africa/Cairo', 'America/Sao_Paulo'],
  },
  'an hour is skipped, and a month has other clocks': {
    from: utc('2026-03-08T06:10'),
    to: utc('2026-03-08T08:10'),
    timeZones: ['America/New_York', 'Africa/Casablanca'],
  },
}

/** Instants that the clock of a process and ours may differ by, in milliseconds. */
const skewMs = 250

/** From 0 to 1, the same for the same seed: mulberry32. */
function randomNumbers(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const chosen = Object.entries(changes).slice(0, isWhole ? undefined : 1)

// No second try, whatever the runner's settings: a post that doubles now and then is a post that doubles.
test.concurrent.each(chosen)(
  `clocks that jump and processes that die while %s: each occurrence once, none in silence, seed ${seed}`,
  { timeout: 300_000, retry: 0 },
  async (_name, hours) => {
    const { occurrences, standing, killed, setBack } = await playSeries(hours, randomNumbers(seed))
    for (const timeZone of hours.timeZones) {
      const own = occurrences.filter((one) => one.timeZone === timeZone)
      const lastAt = Math.max(...own.map(({ at }) => at))
      expect(own.map(({ at }) => at).sort((one, other) => one - other)).toEqual(
        instantsBetween(hours.from, lastAt + 1, timeZone),
      )
      expect(lastAt).toBeGreaterThan(hours.to + graceMs)
      const published = own.filter(({ state }) => state === 'fired')
      expect(standing.get(timeZone)).toBe(published.length)
      const early = published.filter(({ at, standsSince = 0 }) => standsSince < at - skewMs)
      expect(early).toEqual([])
      // Nobody was there for more than a day: what is older by then is called missed, and nothing else.
      const others = own.filter(({ state }) => state !== 'fired')
      expect(new Set(others.map(({ state }) => state))).toEqual(new Set(['missed']))
      expect(Math.min(...others.map(({ at }) => at))).toBeGreaterThan(hours.to - 35 * 60_000)
    }
    expect(killed + setBack).toBeGreaterThan(0)
  },
)
