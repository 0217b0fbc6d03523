import type { MaybePromise } from '../json.ts'

/**
 * What a hook may do. The declarer fixes it.
 * `waterfall` changes a value; `guard` may deny; `around` surrounds; `notify` is told and waited for.
 */
export type HookKind = 'waterfall' | 'guard' | 'around' | 'notify'

/** A guard's veto. There is no "allow": a guard that has nothing against it returns nothing. */
export interface Denial {
  /** Why, for the author of the post or the moderator. */
  readonly deny: string
  /**
   * Not now, but perhaps later: the guard is asked again after so many milliseconds, 1000 at least. Only
   * where something can wait, which hooks say of themselves; elsewhere it is a denial like any other.
   */
  readonly retryAfterMs?: number | undefined
}

/** The function that a hook of each kind takes. */
export interface HookHandlers<Input, Output> {
  /** Returns the new value, or nothing to leave it. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing is the common case
  waterfall: (value: Input) => MaybePromise<Input | undefined | void>
  // biome-ignore lint/suspicious/noConfusingVoidType: a guard that returns nothing lets it pass
  guard: (input: Input) => MaybePromise<Denial | undefined | void>
  /** Calls `next` at most once, with the same or a changed input. */
  around: (input: Input, next: (input?: Input) => MaybePromise<Output>) => MaybePromise<Output>
  notify: (input: Input) => MaybePromise<unknown>
}

/** When a handler runs beside others of the same hook: `pre` first, `post` last. */
export type HookOrder = 'pre' | 'normal' | 'post'

/** A handler bound to its hook: an entry of a plugin's `hooks`. */
export interface HookUse<Kind extends HookKind = HookKind> {
  readonly hook: { readonly kind: Kind; readonly name: string }
  readonly handler: HookHandlers<never, unknown>[Kind]
  readonly order: HookOrder
  /** Longer runs count as a failure; the client's `hookTimeoutMs` when absent. */
  readonly timeoutMs?: number | undefined
}

/** A hook: a typed value that plugins import. Anyone may declare one. */
export interface Hook<Kind extends HookKind, Name extends string, Input, Output> {
  readonly kind: Kind
  readonly name: Name
  /** Binds a handler to the hook, for a plugin's `hooks` or `host.use`. */
  use(
    handler: HookHandlers<Input, Output>[Kind],
    options?: { readonly order?: HookOrder; readonly timeoutMs?: number },
  ): HookUse<Kind>
}

/**
 * Declares a hook: `defineHook<Input, Output>()('guard', 'moderation.guard')`. `Output` matters to
 * `around` only. The name must be unique in a client; list the hook in its plugin's `declares`.
 */
export function defineHook<Input, Output = void>() {
  return <const Kind extends HookKind, const Name extends string>(
    kind: Kind,
    name: Name,
  ): Hook<Kind, Name, Input, Output> => {
    const hook: Hook<Kind, Name, Input, Output> = {
      kind,
      name,
      use: (handler, options) => ({
        hook,
        handler: handler as HookHandlers<never, unknown>[Kind],
        order: options?.order ?? 'normal',
        timeoutMs: options?.timeoutMs,
      }),
    }
    return hook
  }
}
