import type { FaultCell } from './cells.ts'

/** Where a process is killed while it publishes. */
export interface KillPoint {
  readonly name: string
  /** Who stops at the point and says so: the process itself around its request, or the fake around its commit. */
  readonly stops: 'before-request' | 'after-answer' | 'fake-before-commit' | 'fake-after-commit'
  /** What becomes of the committing request that was under way. */
  readonly committed: FaultCell['committed']
}

/** C6 to C10 of RELIABILITY 1.3. */
export const killPoints: readonly KillPoint[] = [
  { name: 'between the journal and the committing request', stops: 'before-request', committed: 'no' },
  { name: 'while the platform commits', stops: 'fake-before-commit', committed: 'yes' },
  { name: 'between the commit and the answer', stops: 'fake-after-commit', committed: 'yes' },
  { name: 'between the answer and the journal', stops: 'after-answer', committed: 'yes' },
]
