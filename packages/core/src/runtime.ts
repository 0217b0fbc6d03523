import type { OpenMediaOptions } from '@tutti/adapter-kit'
import type {
  AccountDescription,
  Adapter,
  CallOperation,
  CallOptions,
  Clock,
  CredentialOperation,
  Denial,
  EventToken,
  Hook,
  Issue,
  Logger,
  MaybePromise,
  OperationName,
  OperationVocabulary,
  OutsideFetch,
  ScopedStore,
} from '@tutti/model'

/** Input of an operation, by its name. */
export type OperationInput<Name extends OperationName> = Parameters<OperationVocabulary[Name]>[0]

/** Output of an operation, by its name. */
export type OperationOutput<Name extends OperationName> = Awaited<ReturnType<OperationVocabulary[Name]>>

/** What core's own calls may ask for beside what callers may. */
export interface OwnCallOptions extends CallOptions {
  /** Asked when a committing request has its permit and is about to leave; it is not sent when this throws. */
  readonly beforeCommit?: (() => Promise<void>) | undefined
}

/** One open channel as the parts of core see it. */
export interface ChannelRuntime {
  readonly id: string
  readonly adapter: Adapter
  /**
   * Runs one operation through `aroundOperation` with a context of its own.
   * @throws UnsupportedOperationError when the adapter does not declare it
   */
  call<Name extends Exclude<CallOperation, CredentialOperation>>(
    operation: Name,
    input: OperationInput<Name>,
    options?: OwnCallOptions,
  ): Promise<OperationOutput<Name>>
  /** The account's description: read once, then remembered; the declared one without `describeAccount`. */
  describe(options?: CallOptions): Promise<AccountDescription>
}

/** A denial with who gave it: by its own decision (`guard-denied`), or because it failed (`guard-failed`). */
export interface GuardDenial extends Denial {
  readonly plugin: string
  readonly code: 'guard-denied' | 'guard-failed'
  /** What a failed guard threw. May hold anything: not for logs. */
  readonly cause?: unknown
}

/** Runs hooks; see `PluginHost` for what each promises. Returns synchronously when nothing is asynchronous. */
export interface HookRunner {
  /** Whether any plugin takes part in a hook: spares its input where nobody does. */
  has(hook: { readonly name: string }): boolean
  runWaterfall<Input>(hook: Hook<'waterfall', string, Input, void>, input: Input): MaybePromise<Input>
  runGuard<Input>(hook: Hook<'guard', string, Input, void>, input: Input): MaybePromise<GuardDenial | undefined>
  runAround<Input, Output>(
    hook: Hook<'around', string, Input, Output>,
    input: Input,
    inner: (input: Input) => MaybePromise<Output>,
  ): MaybePromise<Output>
  runNotify<Input>(hook: Hook<'notify', string, Input, void>, input: Input): MaybePromise<void>
}

/** Emits typed events; listeners are isolated from the caller and from each other. */
export interface EventEmitter {
  emit<Payload>(event: EventToken<string, Payload>, payload: Payload): void
}

/** What every part of core shares. */
export interface CoreRuntime {
  readonly tenant: string
  readonly store: ScopedStore
  readonly storeIsDurable: boolean
  /** Where media come from and are kept. No media store where nobody else could have its bytes. */
  readonly mediaAccess: OpenMediaOptions
  /** What a picture without a description is. */
  readonly missingAlt: Issue['severity']
  readonly fetchOutside: OutsideFetch
  readonly hooks: HookRunner
  readonly events: EventEmitter
  readonly clock: Clock
  readonly log: Logger
  /** Aborted when the client closes. */
  readonly closing: AbortSignal
  /** @throws InvalidInputError `unknown-channel` */
  openChannel(id: string): Promise<ChannelRuntime>
  listChannels(): AsyncIterable<string>
}
