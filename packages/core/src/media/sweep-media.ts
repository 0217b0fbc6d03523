import { type DeliveryRecord, type Json, keptMediaOf, mediaInUse } from '@tutti/model'
import { abortSignal, duration } from '../delivery/input/check-call-options.ts'
import { input, optional } from '../delivery/input/checks.ts'
import { deliveries } from '../delivery/journal/delivery-key.ts'
import { isUnfinished } from '../delivery/journal/to-delivery.ts'
import type { CoreRuntime } from '../runtime.ts'

/** What to clean out of the media store. */
export interface SweepMediaOptions {
  /** Leaves everything that was stored, or whose delivery was last worked on, within so long; 7 days when absent. */
  readonly olderThanMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What a cleaning has done. */
export interface SweptMedia {
  readonly deleted: number
  readonly kept: number
}

const defaultAgeMs = 7 * 24 * 60 * 60 * 1000
const pageSize = 500

const checkOptions = input('sweepMedia', { olderThanMs: optional(duration), signal: optional(abortSignal) })

/**
 * Deletes from the media store what is old and what nobody can come back to: no unfinished delivery,
 * none that waits for a person, and nothing that a plugin keeps for later. When anything can't be
 * asked, nothing is deleted.
 */
export async function sweepMedia(core: CoreRuntime, options: SweepMediaOptions = {}): Promise<SweptMedia> {
  checkOptions(options)
  const { olderThanMs = defaultAgeMs, signal } = options
  const { mediaStore } = core.mediaAccess
  const storedBefore = core.clock.now() - olderThanMs
  const old: string[] = []
  let kept = 0
  for await (const { sha256, storedAt } of mediaStore?.list() ?? []) {
    signal?.throwIfAborted()
    if (storedAt < storedBefore) old.push(sha256)
    else kept += 1
  }
  // Asked after the list: what is prepared from now on is stored anew, and so is no longer old.
  const inUse = old.length > 0 ? await findInUse(core, storedBefore, signal) : new Set()
  let deleted = 0
  for (const sha256 of old) {
    signal?.throwIfAborted()
    if (!inUse.has(sha256) && (await mediaStore?.delete(sha256, { storedBefore }))) deleted += 1
    else kept += 1
  }
  return { deleted, kept }
}

async function findInUse(core: CoreRuntime, since: number, signal: AbortSignal | undefined): Promise<Set<string>> {
  const inUse = new Set<string>()
  let after: string | undefined
  do {
    signal?.throwIfAborted()
    const page = await core.store.documents.list<DeliveryRecord & Json>(deliveries, { after, limit: pageSize })
    for (const { value: record } of page) {
      const mayBeSent = isUnfinished(record) || record.state === 'needs-human' || record.updatedAt >= since
      if (mayBeSent) for (const sha256 of keptMediaOf(record.prepared)) inUse.add(sha256)
    }
    after = page.length === pageSize ? page.at(-1)?.id : undefined
  } while (after !== undefined)
  // What a handler leaves out stays in use: it can only add.
  const { sha256s } = await core.hooks.runWaterfall(mediaInUse, { sha256s: [...inUse] })
  for (const sha256 of sha256s) inUse.add(sha256)
  return inUse
}
