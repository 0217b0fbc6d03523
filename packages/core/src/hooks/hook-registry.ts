import {
  type Clock,
  type Hook,
  type HookKind,
  type HookUse,
  type MaybePromise,
  PluginError,
  type Undo,
} from '@tutti/model'
import type { GuardDenial, HookRunner } from '../runtime.ts'
import { runAround } from './around.ts'
import { runGuard } from './guard.ts'
import { runNotify } from './notify.ts'
import { insertHandler, type RegisteredHandler, type ReportPluginError } from './registered-handler.ts'
import { TimeoutQueue } from './timeout-queue.ts'
import { runWaterfall } from './waterfall.ts'

/**
 * The handlers of one client, by hook name. Lists are sorted when a handler comes or goes, and
 * replaced instead of changed: a run goes on with the list it began with.
 */
export class HookRegistry implements HookRunner {
  readonly #handlers = new Map<string, readonly RegisteredHandler[]>()
  readonly #kinds = new Map<string, HookKind>()
  readonly #queues = new Map<number, TimeoutQueue>()
  readonly #clock: Clock
  readonly #timeoutMs: number
  readonly #report: ReportPluginError

  constructor(options: { clock: Clock; timeoutMs: number; report: ReportPluginError }) {
    this.#clock = options.clock
    this.#timeoutMs = options.timeoutMs
    this.#report = options.report
  }

  /** @throws PluginError `hook-name-taken` when the name belongs to a hook of another kind */
  use(plugin: string, hookUse: HookUse): Undo {
    const { hook, handler, order, timeoutMs = this.#timeoutMs } = hookUse
    const kind = this.#kinds.get(hook.name) ?? hook.kind
    if (kind !== hook.kind) {
      const message = `plugin "${plugin}" uses ${hook.name} as a ${hook.kind} hook; it is a ${kind} hook`
      throw new PluginError({ code: 'hook-name-taken', message })
    }
    this.#kinds.set(hook.name, kind)
    const added: RegisteredHandler = {
      plugin,
      hook: hook.name,
      order,
      handler: handler as RegisteredHandler['handler'],
      timeouts: this.#queue(timeoutMs),
    }
    this.#handlers.set(hook.name, insertHandler(this.#handlers.get(hook.name) ?? [], added))
    return () => {
      const rest = this.#handlers.get(hook.name)?.filter((registered) => registered !== added)
      if (rest?.length) this.#handlers.set(hook.name, rest)
      else this.#handlers.delete(hook.name)
    }
  }

  has(hook: { readonly name: string }): boolean {
    return this.#handlers.has(hook.name)
  }

  runWaterfall<Input>(hook: Hook<'waterfall', string, Input, void>, input: Input): MaybePromise<Input> {
    const handlers = this.#handlers.get(hook.name)
    return handlers === undefined ? input : runWaterfall(handlers, input)
  }

  runGuard<Input>(hook: Hook<'guard', string, Input, void>, input: Input): MaybePromise<GuardDenial | undefined> {
    const handlers = this.#handlers.get(hook.name)
    return handlers === undefined ? undefined : runGuard(handlers, input, this.#report)
  }

  runAround<Input, Output>(
    hook: Hook<'around', string, Input, Output>,
    input: Input,
    inner: (input: Input) => MaybePromise<Output>,
  ): MaybePromise<Output> {
    const handlers = this.#handlers.get(hook.name)
    return handlers === undefined ? inner(input) : runAround(handlers, 0, input, inner)
  }

  runNotify<Input>(hook: Hook<'notify', string, Input, void>, input: Input): MaybePromise<void> {
    const handlers = this.#handlers.get(hook.name)
    return handlers === undefined ? undefined : runNotify(handlers, input, this.#report)
  }

  /** Stops watching the time; handlers stay until their plugins take them back. */
  close(): void {
    for (const queue of this.#queues.values()) queue.close()
  }

  #queue(timeoutMs: number): TimeoutQueue {
    let queue = this.#queues.get(timeoutMs)
    if (queue === undefined) {
      queue = new TimeoutQueue(this.#clock, timeoutMs)
      this.#queues.set(timeoutMs, queue)
    }
    return queue
  }
}
