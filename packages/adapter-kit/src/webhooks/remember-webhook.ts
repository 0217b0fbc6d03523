import { type ScopedStore, StoreError, WebhookError } from '@tutti/model'
import type { VerifiedWebhook } from './webhook-request.ts'

const collection = 'webhooks-seen'

/** Platforms send again for up to a week; a captured request without a time in its proof is good for ever otherwise. */
const defaultKeepMs = 30 * 24 * 60 * 60_000
const clearedAtOnce = 100

/** Options of `rememberWebhook`. */
export interface RememberWebhookOptions {
  readonly store: Pick<ScopedStore, 'documents' | 'due'>
  readonly nowMs: number
  /** How long it is remembered; 30 days when absent. */
  readonly keepMs?: number | undefined
}

/**
 * Remembers a verified request in the store, over processes and restarts, and refuses it the second time. Call it
 * before acting on the request; `forgetWebhook` takes it back when acting has failed and the platform is to send again.
 * @throws WebhookError `webhook-replayed`
 * @throws StoreError `store-failed`
 */
export async function rememberWebhook(
  { id }: Pick<VerifiedWebhook, 'id'>,
  { store, nowMs, keepMs = defaultKeepMs }: RememberWebhookOptions,
): Promise<void> {
  for (const old of await store.due.claim(collection, { now: nowMs, leaseMs: 60_000, limit: clearedAtOnce })) {
    await store.documents.delete(collection, old.id)
    await store.due.complete(collection, old)
  }
  try {
    await store.documents.put(collection, id, { seenAt: nowMs }, 'absent')
  } catch (error) {
    if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
    throw new WebhookError({ code: 'webhook-replayed', message: 'this webhook was handled before' })
  }
  await store.due.add(collection, id, nowMs + keepMs)
}

/** Lets a request come again. */
export async function forgetWebhook(
  { id }: Pick<VerifiedWebhook, 'id'>,
  { store }: Pick<RememberWebhookOptions, 'store'>,
): Promise<void> {
  await store.documents.delete(collection, id)
  await store.due.remove(collection, id)
}
