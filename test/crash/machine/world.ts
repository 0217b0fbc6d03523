import { createTutti, type Delivery, memoryStore, type Store } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { type BoardGuarantee, virtualClock } from '@tutti/testing/fakes'
import { type BadEngineName, spoilStore } from '../bad-engines.ts'
import { createGate, type Gate } from '../process/gate.ts'
import { gatedStore } from '../process/gated-store.ts'
import { inProcessBoard } from './in-process-board.ts'

const silent = { debug() {}, info() {}, warn() {} }

/** The one channel. */
const channelId = 'board'

/** A store, a platform, time that only the test moves, and one process after another. */
export interface World {
  readonly clock: ReturnType<typeof virtualClock>
  readonly board: ReturnType<typeof inProcessBoard>
  /** The process that runs now. */
  readonly client: Awaited<ReturnType<typeof createProcess>>
  /** Nothing of the process runs any more, when it has called its store and platform so many more times. */
  crash(afterCalls: number): void
  /** The process is stopped if it was not, and another one starts. */
  restart(): Promise<void>
  /** Every process that was stopped goes on where it stood, beside the one that runs. */
  wake(): void
  /** Moves time on. Work that needs no time is done on the way. */
  tick(byMs: number): Promise<void>
  /** The answer of the process, or nothing when it dies first. */
  ask<T>(call: () => Promise<T>): Promise<T | undefined>
  /** As the journal has it. */
  delivery(postId: string): Promise<Delivery | undefined>
}

/** Makes a world with one process in it. */
export async function createWorld(guarantee: BoardGuarantee, badEngine?: BadEngineName): Promise<World> {
  const clock = virtualClock()
  const memory = memoryStore()
  // It outlives the processes of this test, which is all that scheduling asks for.
  const durable: Store = { durable: true, scope: memory.scope.bind(memory), close: async () => {} }
  const shared = spoilStore(durable, badEngine)
  const board = inProcessBoard(guarantee, clock)
  let gate = createGate(() => {})
  const gates = [gate]
  let client = await createProcess(shared, board, clock, gate)
  return {
    clock,
    board,
    get client() {
      return client
    },
    crash: (afterCalls) => gate.close(afterCalls),
    async restart() {
      gate.close()
      gate = createGate(() => {})
      gates.push(gate)
      client = await createProcess(shared, board, clock, gate)
    },
    wake() {
      for (const stopped of gates) if (stopped !== gate) stopped.open()
    },
    async tick(byMs) {
      for (let step = 0; step < 8; step += 1) {
        await clock.advance(byMs / 8)
        // Hashes are made outside of the event loop.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async ask(call) {
      const isDead = (async () => {
        for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve))
        return undefined
      })()
      return Promise.race([call(), isDead])
    },
    async delivery(postId) {
      const found = await durable.scope('default', 'core').documents.list('deliveries', { prefix: postId })
      return found[0]?.value as Delivery | undefined
    },
  }
}

function createProcess(
  store: Store,
  board: ReturnType<typeof inProcessBoard>,
  clock: ReturnType<typeof virtualClock>,
  gate: Gate,
) {
  return createTutti({
    channels: { [channelId]: board.adapterFor(gate).channel({}) },
    plugins: [scheduler({ sweepEveryMs: 60_000 })],
    store: gatedStore(store, gate, undefined, 0),
    clock,
    log: silent,
  })
}
