import { createHttp, type HttpOptions, openPreparedMedia } from '@tutti/adapter-kit'
import {
  type AccountContext,
  type AccountDescription,
  type AnyOperationName,
  InvalidInputError,
  type JsonObject,
  type OperationContext,
} from '@tutti/model'
import type { OpenChannel } from './open-channel.ts'

/** What one run of an operation gets beside its input. */
export function createContext(channel: OpenChannel, operation: AnyOperationName, http: HttpOptions): OperationContext {
  const { waitingClock, log, mediaAccess, fetchOutside } = channel.surroundings
  const { signal } = http
  return {
    channel: channel.id,
    signal,
    http: createHttp(http),
    account: new Account(channel, operation),
    clock: waitingClock,
    log,
    openMedia: (media) => openPreparedMedia(media, { ...mediaAccess, signal }),
    fetchOutside: (url, options) => fetchOutside(url, { signal, ...options }),
  }
}

/** The account as an operation sees it. The facts are read when they are asked for: a renewal may change them. */
class Account implements AccountContext {
  readonly #channel: OpenChannel
  readonly #operation: AnyOperationName

  constructor(channel: OpenChannel, operation: AnyOperationName) {
    this.#channel = channel
    this.#operation = operation
  }

  get facts(): JsonObject {
    return this.#channel.keeper.facts
  }

  async describe(): Promise<AccountDescription> {
    // It would wait for itself.
    if (this.#operation === 'describeAccount' || this.#operation === 'refreshCredential') {
      const message = `${this.#operation} can't ask for the description of the account: it helps to make it`
      throw new InvalidInputError({ code: 'invalid-input', message })
    }
    return this.#channel.describe()
  }
}
