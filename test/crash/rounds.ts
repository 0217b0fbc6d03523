import fc from 'fast-check'
import { answerNames } from './answers.ts'
import { type Cell, guaranteeKinds, isPlayable, wholeMatrix } from './cells.ts'
import { pointNames } from './points.ts'

const arbitraryCell: fc.Arbitrary<Cell> = fc
  .record({
    guarantee: fc.constantFrom(...guaranteeKinds),
    partCount: fc.constantFrom(1 as const, 3 as const),
    answer: fc.constantFrom(...answerNames),
    point: fc.option(fc.constantFrom(...pointNames), { nil: undefined, freq: 8 }),
    isFrozen: fc.option(fc.constant(true as const), { nil: undefined }),
    isApproved: fc.option(fc.constant(true as const), { nil: undefined }),
    onAbsent: fc.constantFrom('ask' as const, 'resend' as const),
  })
  .filter(isPlayable)

/** The cell of one random round. The same for the same seed. */
export function randomRound(seed: number): Cell {
  const [cell] = fc.sample(arbitraryCell, { seed, numRuns: 1 })
  if (!cell) throw new Error('no round')
  return cell
}

/** Some cells of the matrix, by a seed. */
export function sampleOfMatrix(seed: number, count: number): readonly Cell[] {
  const cells = [...wholeMatrix()]
  const [sample = []] = fc.sample(fc.shuffledSubarray(cells, { minLength: count, maxLength: count }), {
    seed,
    numRuns: 1,
  })
  return sample
}

/** A seed that nobody has chosen. */
export const freshSeed = (): number => Math.floor(Math.random() * 2 ** 30)
