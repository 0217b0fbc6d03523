import type { Logger } from '../adapter/context.ts'
import type { Clock } from '../clock.ts'
import type { ByteSource, Media, PreparedMedia } from '../content/media.ts'
import type { MaybePromise } from '../json.ts'
import type { Engine } from '../storage/engine.ts'
import type { ScopedStore } from '../storage/store.ts'
import type { TuttiClient } from './client.ts'
import type { EventToken } from './events.ts'
import type { Denial, Hook, HookUse } from './hooks.ts'
import type { PluginRef } from './plugin.ts'

/** Takes a registration back. Calling it twice is harmless. */
export type Undo = () => void

/** What a plugin's `setup` gets. Everything registered here is undone when the client closes. */
export interface PluginHost<Dependencies extends PluginRef = never> {
  /** The plugin's own name. */
  readonly name: string
  /** The client. Ready to be called once `createTutti` has returned, not inside `setup`. */
  readonly client: TuttiClient
  /** This plugin's own part of the store. */
  readonly store: ScopedStore
  readonly storeIsDurable: boolean
  /** Whether the plugin may start workers by itself: not in a client that only plans and reads. */
  readonly backgroundWork: boolean
  /** Whether the bytes of Blobs and streams survive the process as well. */
  readonly mediaStoreIsDurable: boolean
  readonly engine: Engine
  readonly clock: Clock
  readonly log: Logger
  /** Opens prepared media; the bytes are checked against their hash while they stream. */
  openMedia(media: PreparedMedia): Promise<ByteSource>
  /**
   * Measures an attachment and keeps its bytes until they are sent, as `prepare` does with the author's own.
   * @throws MediaError `media-unreadable`, `media-type-refused`, `media-not-persistable` and what else it may be
   */
  keepMedia(media: Media): Promise<PreparedMedia>
  /** The public methods of a plugin named in `dependsOn`. */
  plugin<Ref extends Dependencies>(ref: Ref): Ref extends PluginRef<string, infer Api> ? Api : never
  /** Registers a hook handler later than at start. */
  use(hookUse: HookUse): Undo
  /** Runs a waterfall hook that this plugin declares. @returns the final value */
  runWaterfall<Input>(hook: Hook<'waterfall', string, Input, void>, input: Input): MaybePromise<Input>
  /** Runs a guard hook. @returns the first denial, or nothing; a guard that throws denies */
  runGuard<Input>(hook: Hook<'guard', string, Input, void>, input: Input): MaybePromise<Denial | undefined>
  /** Runs an around hook with `inner` as its core. */
  runAround<Input, Output>(
    hook: Hook<'around', string, Input, Output>,
    input: Input,
    inner: (input: Input) => MaybePromise<Output>,
  ): MaybePromise<Output>
  /** Runs a notify hook. Failures become `plugin.error` events. */
  runNotify<Input>(hook: Hook<'notify', string, Input, void>, input: Input): MaybePromise<void>
  emit<Payload>(event: EventToken<string, Payload>, payload: Payload): void
  on<Payload>(event: EventToken<string, Payload>, listener: (payload: Payload) => void): Undo
  /** Runs when the client closes, in reverse order of registration, each step isolated. */
  onClose(cleanUp: () => MaybePromise<void>): Undo
}
