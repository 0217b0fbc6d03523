import type { AccountDescription } from '../adapter/context.ts'
import type { PlatformLimits } from '../adapter/limits.ts'
import type { NativeOperations } from '../adapter/native-operations.ts'
import type {
  CredentialOperation,
  DeliveryOperation,
  OperationName,
  Priority,
  PushOperation,
} from '../adapter/operation-names.ts'
import type { AdapterOperations, Operation, OperationVocabulary } from '../adapter/operations.ts'
import type { StreamItem, SubscribeInput } from '../adapter/stream.ts'
import type { Post } from '../content/post.ts'
import type { Preview } from '../content/prepared-post.ts'
import type { DeletionResult, EditRequest, EditResult } from '../delivery/changes.ts'
import type { Delivery, OnAbsent, PublishResult } from '../delivery/delivery.ts'
import type { Interaction, InteractionKind } from '../interaction.ts'
import type { PostRef } from '../refs.ts'
import type { LimitKey } from '../storage/rate-limiter.ts'

/** What every call may say about itself. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** Longer waits for a limit fail with `wait-too-long`; 60 s when absent. */
  readonly maxWaitMs?: number | undefined
  /** Overrides the operation's own priority. */
  readonly priority?: Priority | undefined
}

/** Options of `publish`. */
export interface PublishOptions extends CallOptions {
  /** How long reading back may take before the delivery is returned as `unknown`; 30 s when absent. It is taken up again by `recover`. */
  readonly reconcileWithinMs?: number | undefined
  /** What to do with a part that is proved absent where no key protects a repeat; `ask` when absent. */
  readonly onAbsent?: OnAbsent | undefined
}

/** A key is made up where the caller gives none. */
type WithOptionalKey<Input> = Input extends { readonly key: string }
  ? Omit<Input, 'key'> & { readonly key?: string | undefined }
  : Input

type Offered<Operations> = Exclude<
  keyof Operations & OperationName,
  DeliveryOperation | CredentialOperation | PushOperation
>

type OfferedOperation<Input, Output> =
  Record<never, never> extends Input
    ? (input?: Input, options?: CallOptions) => Output
    : (input: WithOptionalKey<Input>, options?: CallOptions) => Output

/**
 * The operations of an adapter as a channel offers them: without the context, without what core
 * drives itself. Inputs are the vocabulary's, whatever the adapter's functions leave out.
 */
export type ChannelOperations<Operations extends AdapterOperations> = {
  readonly [Name in Offered<Operations>]-?: OfferedOperation<
    Parameters<OperationVocabulary[Name]>[0],
    ReturnType<NonNullable<Operations[Name]>>
  >
} & (PushOperation extends keyof Operations ? SubscribingChannel : unknown)

/** How a channel listens, where its adapter declares `subscribe`. */
export interface SubscribingChannel {
  /**
   * Everything that happens from now on, or after `cursor`. The loop ends, and the connection is closed,
   * when it is left or `options.signal` is aborted; neither is an error. Lost connections are taken up again
   * behind the last item, with growing pauses; `stream.connected` and `stream.interrupted` tell of it. The
   * next item is read when the loop asks for it: a slow loop slows the platform down, it doesn't fill memory.
   * @throws InvalidInputError `invalid-input`, at once
   * @throws TuttiError in the loop: whatever another connection would not mend, such as `unauthorized` or
   * `not-offered`; `closed` when the client is closed
   */
  subscribe(input: SubscribeInput, options?: CallOptions): AsyncIterable<StreamItem>
}

/** The native operations of an adapter as a channel offers them. */
export type NativeChannelOperations<Native extends NativeOperations> = {
  readonly [Name in keyof Native]: Native[Name] extends Operation<infer Input, infer Output>
    ? OfferedOperation<Input, Promise<Output>>
    : never
}

/** What every channel has, whatever its adapter. */
export interface ChannelBase {
  /** The app's own stable id. */
  readonly id: string
  readonly platform: string
  readonly limits: PlatformLimits
  /** What this platform can do beyond the vocabulary, by name; typed where the adapter is known. */
  readonly native: Readonly<Record<string, ((input: never, options?: CallOptions) => Promise<unknown>) | undefined>>
  /** Whether the adapter declares the operation. Narrows the channel's type. */
  supports<Name extends Exclude<OperationName, DeliveryOperation | CredentialOperation>>(
    operation: Name,
  ): this is this & ChannelOperations<Required<Pick<AdapterOperations, Name>>>
  /** What this server and account can do; read once, then remembered. */
  describe(options?: CallOptions): Promise<AccountDescription>
}

/** A channel whose adapter is not known when compiling: narrow it with `supports`. */
export type UnknownChannel = ChannelBase

/** Reads and settles deliveries. */
export interface Deliveries {
  get(postId: string, channel: string): Promise<Delivery | undefined>
  /** Deliveries by post id, ascending. */
  list(options?: {
    readonly after?: string | undefined
    readonly limit?: number | undefined
  }): Promise<readonly Delivery[]>
  /**
   * Takes up everything unfinished that no living worker holds: reads back what is unknown, sends
   * what was never sent. Idempotent. Runs by itself when a client with a durable store starts.
   */
  recover(options?: PublishOptions): Promise<readonly Delivery[]>
  /** A person's decision about a part in `needs-human`: it is there (`ref`), send it again, or drop it. */
  decide(
    input: { readonly postId: string; readonly channel: string; readonly part: number } & (
      | { readonly decision: 'published'; readonly ref: PostRef }
      | { readonly decision: 'resend' }
      | { readonly decision: 'drop' }
    ),
    options?: PublishOptions,
  ): Promise<Delivery>
}

/** What one call of an operation takes from one bucket. */
export interface OperationCost {
  readonly bucket: string
  readonly cost: number
  /** What it counts against, the bucket's own limit first. Channels that share a limit have the same key there. */
  readonly limits: readonly LimitKey[]
}

/** Looks ahead at the limits. */
export interface ClientLimits {
  /**
   * When the last of so many requests could be sent at the earliest, in epoch milliseconds.
   * @throws InvalidInputError `unknown-channel`, `invalid-input` for a bucket that the adapter does not have
   */
  forecast(input: { readonly channel: string; readonly bucket: string; readonly count: number }): Promise<number>
  /**
   * What one call of an operation takes, bucket by bucket: of `publishPost` for one part, of `stagePost` for one medium.
   * Empty where the adapter does not say. @throws InvalidInputError `unknown-channel`
   */
  costs(input: { readonly channel: string; readonly operation: OperationName }): Promise<readonly OperationCost[]>
}

/** The client as plugins see it: not typed by the app's channels. */
export interface TuttiClient {
  readonly tenant: string
  /** Ids of channels; read page by page from the app where channels come from a resolver. */
  listChannels(): AsyncIterable<string>
  /** @throws InvalidInputError `unknown-channel` */
  openChannel(id: string): Promise<UnknownChannel>
  prepare(post: Post, options?: CallOptions): Promise<Preview>
  publish(post: Post | Preview, options?: PublishOptions): Promise<PublishResult>
  /**
   * Prepares content for one channel, with the same checks and guards as publishing, and puts it in a post's
   * place. Never rejects because of the platform: what became of it is the result's state. May be repeated.
   * @throws InvalidInputError `invalid-input`, `unknown-channel`
   */
  edit(request: EditRequest, options?: CallOptions): Promise<EditResult>
  /**
   * Deletes a post on every channel that it was delivered to: first comments too, threads from their end. One
   * channel's failure leaves the others alone, and nothing is told as gone that may be live. May be repeated.
   * @throws InvalidInputError `invalid-input` for a post id without deliveries
   */
  deletePost(postId: string, options?: CallOptions): Promise<DeletionResult>
  readonly deliveries: Deliveries
  readonly limits: ClientLimits
  /** Everything people did, over all channels, newest first per channel. */
  interactions(
    options?: CallOptions & {
      readonly channels?: readonly string[] | undefined
      readonly kinds?: readonly InteractionKind[] | undefined
      readonly maxPages?: number | undefined
    },
  ): AsyncIterable<Interaction>
}
