import { AuthenticationError, type JsonObject, type PendingAuthorization, StoreError } from '@tutti/model'
import { SealedRecords, type SealedRecordsOptions } from '../credentials/sealed-records.ts'
import { sha256Hex } from '../delivery/input/sha256-hex.ts'

/** One sign-in that waits for its person. */
export interface PendingSignIn {
  readonly channel: string
  readonly pending: PendingAuthorization
}

const collection = 'sign-ins'

/** More forgotten sign-ins than this are cleared away with later ones. */
const clearedAtOnce = 100

/** The sign-ins under way, encrypted. Their ids are hashes: who reads the store can't finish one. */
export class SignInRecords {
  readonly #records: SealedRecords
  readonly #options: SealedRecordsOptions

  constructor(options: SealedRecordsOptions) {
    this.#options = options
    this.#records = new SealedRecords(collection, options)
  }

  /** @throws StoreError `credential-key-missing` */
  async keep(signIn: PendingSignIn, nowMs: number): Promise<void> {
    await this.#clear(nowMs)
    const { state, expiresAt } = signIn.pending
    const id = await sha256Hex(state)
    await this.#records.write(id, JSON.parse(JSON.stringify(signIn)) as JsonObject, 'absent')
    await this.#options.store.due.add(collection, id, expiresAt)
  }

  /**
   * Takes a sign-in out of the store: whoever comes second finds nothing.
   * @throws AuthenticationError `sign-in-invalid`
   */
  async take(state: string, nowMs: number): Promise<PendingSignIn> {
    const id = await sha256Hex(state)
    const record = await this.#records.read(id)
    if (record === undefined) throw invalid('there is no such sign-in, or it was finished before')
    try {
      await this.#records.remove(id, record.version)
    } catch (error) {
      if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
      throw invalid('it is being finished already')
    }
    await this.#options.store.due.remove(collection, id)
    // Written by `keep`, as a whole.
    const signIn = record.value as unknown as PendingSignIn
    if (signIn.pending.expiresAt < nowMs) throw invalid('it took too long')
    return signIn
  }

  /** Removes what nobody came back for. */
  async #clear(nowMs: number): Promise<void> {
    const { due } = this.#options.store
    for (const { id } of await due.claim(collection, { now: nowMs, leaseMs: 60_000, limit: clearedAtOnce })) {
      await this.#records.remove(id)
      await due.remove(collection, id)
    }
  }
}

function invalid(reason: string): AuthenticationError {
  return new AuthenticationError({ code: 'sign-in-invalid', message: `the sign-in can't be finished: ${reason}` })
}
