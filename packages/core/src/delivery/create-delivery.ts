import { prepareMedia } from '@tutti/adapter-kit'
import type {
  CallOptions,
  DeletionResult,
  Deliveries,
  EditRequest,
  EditResult,
  Post,
  Preview,
  PublishOptions,
  PublishResult,
} from '@tutti/model'
import type { ReconciliationOptions } from '../client/types.ts'
import type { CoreRuntime } from '../runtime.ts'
import { deletePost } from './change/delete-post.ts'
import { editPost } from './change/edit-post.ts'
import { decide } from './decide.ts'
import type { Delivering } from './delivering.ts'
import { checkCallOptions, checkPublishOptions } from './input/check-call-options.ts'
import { checkDecision, checkDeliveryPlace, checkListOptions } from './input/check-deliveries.ts'
import { id as postIdCheck } from './input/check-post.ts'
import { readRecord } from './journal/claim-record.ts'
import { deliveryKey } from './journal/delivery-key.ts'
import { toDelivery } from './journal/to-delivery.ts'
import { listDeliveries } from './list-deliveries.ts'
import { prepare } from './prepare/prepare.ts'
import type { MediaReader } from './prepare/prepare-channel.ts'
import { publish } from './publish/publish.ts'
import { recover } from './recovery.ts'
import { wakeForNext } from './wake-for-next.ts'

/** A dead worker's deliveries are taken over after so long. */
const defaultLeaseMs = 60_000

/** Options of `createDelivery`. */
interface DeliveryOptions {
  readonly reconciliation?: ReconciliationOptions | undefined
}

/** The publishing side of a client. */
interface DeliveryService {
  /** Fits a post to its channels. @throws InvalidInputError with the path */
  prepare(post: Post, options?: CallOptions): Promise<Preview>
  /** Publishes; one channel's fate is its delivery's state. @throws InvalidInputError with the path; nothing is sent then */
  publish(postOrPreview: Post | Preview, options?: PublishOptions): Promise<PublishResult>
  /** Changes a post that stands on a channel. @throws InvalidInputError with the path; nothing is sent then */
  edit(request: EditRequest, options?: CallOptions): Promise<EditResult>
  /** Deletes a post on all channels of its deliveries. @throws InvalidInputError for a post without deliveries */
  deletePost(postId: string, options?: CallOptions): Promise<DeletionResult>
  readonly deliveries: Deliveries
  /** Takes up what earlier processes have left, in the background, and from then on what others leave that die. */
  recoverOnStart(): void
  /** Ends all waiting and resolves when nothing is under way any more. What is unfinished stays in the journal. */
  drain(): Promise<void>
}

/** Makes the publishing side of a client. No I/O. */
export function createDelivery(core: CoreRuntime, options: DeliveryOptions = {}): DeliveryService {
  const { reconciliation = {} } = options
  const stop = new AbortController()
  const background = new Set<Promise<unknown>>()
  /** Where this client looks after what others leave: a worker that dies announces nothing. */
  let looksAfterOthers = false
  let cancelLook = () => {}
  let wakeUp: { readonly at: number; readonly cancel: () => void } | undefined

  const delivering: Delivering = {
    core,
    times: reconciliation,
    leaseMs: reconciliation.leaseMs ?? defaultLeaseMs,
    stopping: stop.signal,
    running: new Map(),
    wakeAt(at) {
      if (stop.signal.aborted || (wakeUp && wakeUp.at <= at)) return
      wakeUp?.cancel()
      const wake = () => {
        wakeUp = undefined
        takeUpInBackground()
      }
      wakeUp = { at, cancel: core.clock.setTimer(Math.max(0, at - core.clock.now()), wake) }
    },
  }

  const mediaFor =
    (callOptions?: CallOptions): MediaReader =>
    (media, place) =>
      prepareMedia(media, { ...core.mediaAccess, place, signal: callOptions?.signal })
  const prepareFor = (post: Post, callOptions?: CallOptions) => prepare(core, mediaFor(callOptions), post, callOptions)

  function takeUpInBackground(): void {
    const round = recover(delivering, {})
      .catch(() => core.log.warn('unfinished deliveries could not be read from the store'))
      .then(() => wakeForNext(delivering))
      // What comes next can't be read now: the next look reads it.
      .catch(() => {})
      .finally(() => background.delete(round))
    background.add(round)
    lookLater()
  }

  function lookLater(): void {
    cancelLook()
    if (!looksAfterOthers || stop.signal.aborted) return
    cancelLook = core.clock.setTimer(delivering.leaseMs, takeUpInBackground, { isIdle: true })
  }

  return {
    async prepare(post, callOptions) {
      checkCallOptions(callOptions)
      return prepareFor(post, callOptions)
    },
    async publish(postOrPreview, publishOptions = {}) {
      checkPublishOptions(publishOptions)
      return publish(delivering, prepareFor, postOrPreview, publishOptions)
    },
    async edit(request, callOptions) {
      checkCallOptions(callOptions)
      return editPost(core, mediaFor(callOptions), request, callOptions)
    },
    async deletePost(postId, callOptions) {
      postIdCheck(postId, 'postId')
      checkCallOptions(callOptions)
      return deletePost(core, postId, callOptions)
    },
    deliveries: {
      async get(postId, channel) {
        checkDeliveryPlace(postId, channel)
        const stored = await readRecord(delivering, deliveryKey(postId, channel))
        return stored && toDelivery(stored.value)
      },
      async list(listOptions) {
        checkListOptions(listOptions)
        return listDeliveries(core, listOptions)
      },
      async recover(publishOptions = {}) {
        checkPublishOptions(publishOptions)
        return recover(delivering, publishOptions)
      },
      async decide(input, publishOptions = {}) {
        checkDecision(input)
        checkPublishOptions(publishOptions)
        return decide(delivering, input, publishOptions)
      },
    },
    recoverOnStart() {
      looksAfterOthers = true
      takeUpInBackground()
    },
    async drain() {
      stop.abort()
      wakeUp?.cancel()
      cancelLook()
      await Promise.allSettled([...background, ...delivering.running.values()])
    },
  }
}
