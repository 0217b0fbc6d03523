import type { Engine, MaybePromise } from '@tutti/model'
import type { VirtualClock } from '../../clock/virtual-clock.ts'

/** One fresh engine, on an empty queue, for one test. */
export interface OpenedEngine {
  readonly engine: Engine
  /** The clock that the engine lives by, when it can be moved. A queue on a server has its own: the kit waits then. */
  readonly clock?: VirtualClock | undefined
  /** Opens the same queue once more, as another process would: required of a shared one. The kit closes what it opens. */
  openAgain?(): MaybePromise<Engine>
  /** Removes everything that the queue holds, behind the engine's back: required of a shared one. */
  wipe?(): MaybePromise<void>
  /** Takes the server away, connections included, and brings it back: required of a shared one. */
  readonly server?: { stop(): MaybePromise<void>; start(): MaybePromise<void> } | undefined
  /** Removes what is left on the server; the kit has closed the engine by then. */
  cleanUp?(): MaybePromise<void>
}

/** What `describeEngine` needs to know. */
export interface EngineUnderTest {
  /** For the test report. */
  readonly name: string
  /** Whether several processes share its queue. */
  readonly shared: boolean
  /** How much before its instant a wake-up may come; 0 when absent. */
  readonly earlyMs?: number | undefined
  /** How many wake-ups the kit asks for at once; 2000 when absent. */
  readonly crowd?: number | undefined
  /** Makes a fresh engine; called once per test. */
  open(): MaybePromise<OpenedEngine>
}

/** What a test of an engine gets. */
export interface EngineTools extends OpenedEngine {
  readonly now: () => number
  /** Waits until an expectation holds, moving time where it can be moved. */
  until(expectation: () => void | Promise<void>): Promise<void>
  /** Lets so much time pass, whatever happens in it. */
  pass(durationMs: number): Promise<void>
  openAgain(): Promise<Engine>
}

/** Runs a test with an engine of its own, and closes all that it opened. */
export type WithEngine = (body: (tools: EngineTools) => Promise<void>) => () => Promise<void>
