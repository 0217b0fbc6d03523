import { describe, expect, test } from 'vitest'
import type { AdapterFake } from '../platform/platform-under-test.ts'
import { faultCells, positions } from './cells.ts'
import { describeKills } from './describe-kills.ts'
import { badEngines, tuttiEngine } from './engines.ts'
import type { DescribeAmbiguityOptions } from './options.ts'
import { runFaultCell } from './run-cell.ts'

const cellTimeoutMs = 60_000

/**
 * The ambiguity suite of one platform, over real sockets: whatever becomes of the answer to a
 * committing request, the ledger holds the post once or not at all, and the report is true. With a
 * `childScript` also when the process is killed.
 */
export function describeAmbiguity<Fake extends AdapterFake>(options: DescribeAmbiguityOptions<Fake>): void {
  // No second try, whatever the runner's settings: a post that doubles now and then is a post that doubles.
  describe(`ambiguity: ${options.name}`, { retry: 0 }, () => {
    describe.each(positions)('$name', { concurrent: true, timeout: cellTimeoutMs }, (position) => {
      test.each(faultCells)('$name', async (cell) => {
        expect(await runFaultCell(options, cell, position, tuttiEngine)).toEqual([])
      })
    })

    if (options.childScript) describeKills({ ...options, childScript: options.childScript })

    describe('bad engines are found out', { concurrent: true, timeout: cellTimeoutMs }, () => {
      test.each(Object.entries(badEngines))('%s', async (_name, engine) => {
        const wrong: string[] = []
        for (const cell of faultCells.filter(({ fault }) => fault.kind === 'reset' || fault.kind === 'error')) {
          for (const position of positions) wrong.push(...(await runFaultCell(options, cell, position, engine)))
        }
        expect(wrong).not.toEqual([])
      })

      test('blind retry makes doubles, and the judge says so', async () => {
        const committed = faultCells.filter(({ fault }) => fault.kind === 'reset' && fault.committed)
        const [cell] = committed
        const [position] = positions
        const engine = badEngines['blind retry']
        if (!cell || !position || !engine) throw new Error('the suite has lost its cells')
        expect(await runFaultCell(options, cell, position, engine)).toContain('part 0 stands 2 times')
      })
    })
  })
}
