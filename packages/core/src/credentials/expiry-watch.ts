import {
  type Adapter,
  type Clock,
  type Credential,
  credentialExpiring,
  type ScopedStore,
  StoreError,
} from '@tutti/model'
import type { EventEmitter } from '../runtime.ts'

/** How long before the end a person is asked to sign in again. */
const warnedAheadMs = 7 * 24 * 60 * 60_000
const lookEveryMs = 60 * 60_000

/** What a watch needs. */
export interface ExpiryWatchOptions {
  readonly store: ScopedStore
  readonly clock: Clock
  readonly events: EventEmitter
  /** Aborted when the client closes. */
  readonly closing: AbortSignal
  /** Told when the store can't remember that an end was told of. */
  report(error: unknown): void
}

/** Tells of credentials that will end with nobody to renew them: once for each, over all processes of a store. */
export class ExpiryWatch {
  readonly #options: ExpiryWatchOptions
  /** Ends that are known and not told of yet, by channel. */
  readonly #ends = new Map<string, number>()
  #stopTimer: (() => void) | undefined

  constructor(options: ExpiryWatchOptions) {
    this.#options = options
    options.closing.addEventListener('abort', () => this.#stopTimer?.(), { once: true })
  }

  /** Told of each credential that a channel uses from then on. */
  note(channel: string, adapter: Adapter, credential: Credential): void {
    const endsAt = endOf(adapter, credential)
    if (endsAt === undefined) {
      this.#ends.delete(channel)
      return
    }
    this.#ends.set(channel, endsAt)
    this.#look()
  }

  #look(): void {
    const { clock, closing } = this.#options
    this.#stopTimer?.()
    this.#stopTimer = undefined
    for (const [channel, endsAt] of this.#ends) {
      if (endsAt - clock.now() > warnedAheadMs) continue
      this.#ends.delete(channel)
      this.#tell(channel, endsAt).catch((error: unknown) => this.#options.report(error))
    }
    if (this.#ends.size > 0 && !closing.aborted) {
      this.#stopTimer = clock.setTimer(lookEveryMs, () => this.#look(), { isIdle: true })
    }
  }

  async #tell(channel: string, endsAt: number): Promise<void> {
    const { store, events } = this.#options
    const told = await store.documents.get<{ readonly endsAt: number }>('credential-endings', channel)
    if (told?.value.endsAt === endsAt) return
    try {
      await store.documents.put('credential-endings', channel, { endsAt }, told?.version ?? 'absent')
    } catch (error) {
      // Another process tells of it.
      if (StoreError.isInstance(error) && error.code === 'store-conflict') return
      throw error
    }
    events.emit(credentialExpiring, { channel, expiresAt: endsAt })
  }
}

/** When a credential ends for good, where that is known. */
export function endOf(adapter: Adapter, credential: Credential): number | undefined {
  return isRenewable(adapter, credential) ? credential.renewableUntil : credential.expiresAt
}

/** Whether a credential is renewed by itself: an access token alone can't be. */
export function isRenewable({ operations }: Adapter, { secrets }: Credential): boolean {
  if (operations.refreshCredential === undefined) return false
  return secrets.accessToken === undefined || Boolean(secrets.refreshToken)
}
