import { type EventToken, type Logger, pluginError, type Undo } from '@tutti/model'
import { EventEmitter as BareEmitter } from 'eventemitter3'
import { toTuttiError } from '../errors/to-tutti-error.ts'
import type { EventEmitter } from '../runtime.ts'

type Listener = (payload: never) => unknown
type Isolated = (payload: unknown) => void

/**
 * Typed events over eventemitter3. Each listener is isolated: one that throws or rejects becomes a
 * `plugin.error` event instead of stopping the others or crashing the process.
 */
export class EventHub implements EventEmitter {
  readonly #emitter = new BareEmitter()
  readonly #wrapped = new Map<string, Map<Listener, Isolated[]>>()
  readonly #log: Logger

  constructor(log: Logger) {
    this.#log = log
  }

  emit<Payload>(event: EventToken<string, Payload>, payload: Payload): void {
    this.#emitter.emit(event.name, payload)
  }

  on(event: string, listener: Listener, owner = 'app'): Undo {
    const isolated = this.#isolate(event, listener, owner)
    return this.#add(event, listener, isolated)
  }

  once(event: string, listener: Listener, owner = 'app'): Undo {
    const isolated = this.#isolate(event, listener, owner)
    const undo = this.#add(event, listener, (payload) => {
      undo()
      isolated(payload)
    })
    return undo
  }

  off(event: string, listener: Listener): void {
    const added = this.#wrapped.get(event)?.get(listener)?.at(-1)
    if (added) this.#remove(event, listener, added)
  }

  /** Reports what a plugin did wrong where nobody else hears of it. */
  readonly report = (plugin: string, where: string, error: unknown): void => {
    this.emit(pluginError, { plugin, where, error: toTuttiError(error, 'hook-failed').toJSON() })
  }

  close(): void {
    this.#emitter.removeAllListeners()
    this.#wrapped.clear()
  }

  #isolate(event: string, listener: Listener, owner: string): Isolated {
    const failed = (error: unknown): void => {
      // A failing listener of plugin.error would call itself for ever.
      if (event === pluginError.name) this.#log.warn(`a listener of ${event} failed`, { owner })
      else this.report(owner, `listener of ${event}`, error)
    }
    return (payload) => {
      try {
        const answer = listener(payload as never)
        if (answer instanceof Promise) answer.catch(failed)
      } catch (error) {
        failed(error)
      }
    }
  }

  #add(event: string, listener: Listener, added: Isolated): Undo {
    const byListener = this.#wrapped.get(event) ?? new Map<Listener, Isolated[]>()
    this.#wrapped.set(event, byListener)
    byListener.set(listener, [...(byListener.get(listener) ?? []), added])
    this.#emitter.on(event, added)
    return () => this.#remove(event, listener, added)
  }

  #remove(event: string, listener: Listener, added: Isolated): void {
    this.#emitter.off(event, added)
    const byListener = this.#wrapped.get(event)
    const rest = byListener?.get(listener)?.filter((other) => other !== added)
    if (rest?.length) byListener?.set(listener, rest)
    else byListener?.delete(listener)
  }
}
