import { describe, test } from 'vitest'
import { wholeMatrix } from './cells.ts'
import { isServerThere, type PlaceKind, withPlace } from './places.ts'
import { playCells, type Verdict } from './play-cells.ts'
import { freshSeed, randomRound, sampleOfMatrix } from './rounds.ts'

/** The whole matrix and random rounds on every store; a sample on SQLite otherwise. */
const isWhole = process.env.TUTTI_CRASH_MATRIX === 'whole'
const seed = Number(process.env.TUTTI_CRASH_SEED ?? freshSeed())
const kinds: PlaceKind[] = isWhole && (await isServerThere()) ? ['sqlite', 'postgres'] : ['sqlite']

const brokenOf = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap(({ name, violations }) => violations.map((violation) => `${name}: ${violation}`))

// No second try, whatever the runner's settings: a post that doubles now and then is a post that doubles.
describe.each(kinds)(`crash matrix on %s, seed ${seed}`, { retry: 0, concurrent: true, timeout: 300_000 }, (kind) => {
  test(isWhole ? 'every cell' : 'some cells', async ({ expect }) => {
    const cells = isWhole ? wholeMatrix() : sampleOfMatrix(seed, 72)
    const verdicts = await withPlace(kind, (place) => playCells(cells, { place }))
    expect(verdicts).toHaveLength(cells.length)
    expect(brokenOf(verdicts)).toEqual([])
  })

  if (isWhole) {
    test('100 random rounds', async ({ expect }) => {
      const cells = Array.from({ length: 100 }, (_, index) => randomRound(seed + index))
      const verdicts = await withPlace(kind, (place) => playCells(cells, { place }))
      expect(brokenOf(verdicts)).toEqual([])
    })
  }
})
