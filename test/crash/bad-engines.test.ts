import { expect, test } from 'vitest'
import { type BadEngineName, badEngineNames } from './bad-engines.ts'
import type { Cell } from './cells.ts'
import { withPlace } from './places.ts'
import { playCells } from './play-cells.ts'

/** Where each of them does its harm, on a platform that protects nobody. */
const cells: Readonly<Record<BadEngineName, Partial<Cell>>> = {
  'blind retry': { answer: 'reset, committed' },
  'no fence': { point: 'C5 staged, before publishing is journalled', isFrozen: true },
  'journal after send': { point: 'C9 committed, before the answer' },
  'lease to queued': { point: 'C9 committed, before the answer' },
}

// They are the real engine with one promise taken away: a checker that passes one of them would pass a broken Tutti.
test.each(badEngineNames)('the checker finds a bad engine: %s', { timeout: 60_000 }, async (badEngine) => {
  const seeded = (['read-back', 'none'] as const).flatMap((guarantee) =>
    ([1, 3] as const).map((partCount): Cell => {
      return { guarantee, partCount, answer: '200', onAbsent: 'ask', ...cells[badEngine] }
    }),
  )
  const [good, bad] = await withPlace('sqlite', async (place) => [
    await playCells(seeded, { place }),
    await playCells(seeded, { place, badEngine }),
  ])
  expect(good?.flatMap(({ violations }) => violations)).toEqual([])
  for (const { name, violations } of bad ?? [])
    expect(violations.join('; '), name).toMatch(/double: part [01] stands [23] times/)
})
