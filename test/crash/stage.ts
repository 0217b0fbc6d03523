import { randomUUID } from 'node:crypto'
import type { Clock } from '@tutti/core'
import { type FakeBoardLedger, type FakePlatform, fakeBoard } from '@tutti/testing/fakes'
import { answerOf } from './answers.ts'
import { type Cell, struckOf } from './cells.ts'
import { cuttingProxy } from './cutting-proxy.ts'
import { pointOf } from './points.ts'
import type { CellJob } from './process/job.ts'

/** Everything around the processes of one cell: its platform, with its fault, on a socket of its own. */
export interface Stage {
  /** As the first process gets it. */
  readonly job: CellJob
  /** As the next process gets it: the wire is whole again. */
  readonly nextJob: CellJob
  readonly platform: FakePlatform<FakeBoardLedger>
  /** Resolves when the platform or the wire holds the request. Never where the process stops by itself. */
  readonly held: Promise<void>
  /** The process is dead: what the platform holds goes on, now or later. Resolves when it has committed. */
  goOn(): Promise<void>
  close(): Promise<void>
}

const longText = 'x'.repeat(100_000)

/** Sets a cell up. */
export async function createStage(cell: Cell, clock: Clock): Promise<Stage> {
  const platform = fakeBoard({ guarantee: cell.guarantee, clock })
  const server = await platform.listen()
  const struck = struckOf(cell)
  const point = cell.point && pointOf(cell.point)
  const held = Promise.withResolvers<void>()
  const dead = Promise.withResolvers<void>()
  const committed = Promise.withResolvers<void>()
  let isHolding = false
  if (point?.holds === 'platform') addPause()
  const { fault } = answerOf(cell.answer)
  if (fault) platform.faults.add(fault, { on: 'commit', skip: struck })
  const proxy = point?.holds === 'wire' ? await cuttingProxy(server, struck, held.resolve) : undefined

  function addPause(): void {
    const stop = async () => {
      isHolding = true
      held.resolve()
      await dead.promise
      await clock.sleep(point?.commitAfterMs ?? 0)
    }
    const isBefore = cell.point !== 'C9 committed, before the answer'
    const pause = isBefore
      ? { beforeCommit: stop, afterCommit: () => committed.resolve() }
      : { afterCommit: () => stop().then(committed.resolve) }
    platform.faults.add({ kind: 'pause', ...pause }, { on: 'commit', skip: struck })
  }

  const tenant = `cell-${randomUUID()}`
  const rest = proxy ? longText : ''
  const texts = Array.from({ length: cell.partCount }, (_, index) => `part ${index} of ${tenant} ${rest}`.trim())
  const nextJob: CellJob = { cell, server, tenant, texts }
  return {
    job: { ...nextJob, server: proxy?.baseUrl ?? server },
    nextJob,
    platform,
    held: held.promise,
    async goOn() {
      dead.resolve()
      // A process that never came so far has left nothing to wait for.
      if (isHolding) await committed.promise
    },
    async close() {
      await proxy?.close()
      await platform.close()
    },
  }
}
