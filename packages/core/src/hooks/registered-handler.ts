import { type HookOrder, PluginError } from '@tutti/model'
import type { TimeoutQueue } from './timeout-queue.ts'

/** A handler as the runner keeps it. Its input is the hook's; the declarer's types guarantee the match. */
export interface RegisteredHandler {
  readonly plugin: string
  readonly hook: string
  readonly order: HookOrder
  // biome-ignore lint/suspicious/noExplicitAny: handlers of all hooks share one table; `Hook.use` has checked the types
  readonly handler: (input: any, next?: any) => unknown
  readonly timeouts: TimeoutQueue
}

/** Told what a plugin did wrong where nobody else hears of it. */
export type ReportPluginError = (plugin: string, where: string, error: unknown) => void

const ranks: Record<HookOrder, number> = { pre: 0, normal: 1, post: 2 }

/** A new list with the handler behind those of its own order. The old list stays as it is for running runs. */
export function insertHandler(
  handlers: readonly RegisteredHandler[],
  added: RegisteredHandler,
): readonly RegisteredHandler[] {
  const rank = ranks[added.order]
  const index = handlers.findLastIndex((handler) => ranks[handler.order] <= rank) + 1
  return handlers.toSpliced(index, 0, added)
}

/** Whether a handler's answer must be waited for. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

/** The error of a handler that did not end in time. */
export function timeoutError({ plugin, hook, timeouts }: RegisteredHandler): PluginError {
  return new PluginError({
    code: 'hook-timeout',
    message: `the hook ${hook} of plugin "${plugin}" did not finish within ${timeouts.timeoutMs} ms`,
  })
}

/** The error of a handler that threw: the cause's text stays in `cause`, for it may hold anything. */
export function hookError({ plugin, hook }: RegisteredHandler, cause: unknown): PluginError {
  return new PluginError({ code: 'hook-failed', message: `the hook ${hook} of plugin "${plugin}" threw`, cause })
}
