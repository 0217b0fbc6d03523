import { type AccountDescription, type OperationName, operationNames } from '@tutti/model'
import type { OpenChannel } from './open-channel.ts'
import { untilAborted } from './until-aborted.ts'

/** Servers are updated and limits raised: a description is read again after a while. */
const rememberedForMs = 15 * 60_000

/** Reads the description of one account once for all who ask, and remembers it. Failures are not remembered. */
export class AccountMemory {
  readonly #channel: OpenChannel
  #reading: Promise<AccountDescription> | undefined
  #readAt = 0
  #known: AccountDescription | undefined

  constructor(channel: OpenChannel) {
    this.#channel = channel
  }

  /** What was read last, if anything was. */
  get known(): AccountDescription | undefined {
    return this.#known
  }

  /** Forgets it: another account may be connected. */
  forget(): void {
    this.#reading = undefined
    this.#known = undefined
  }

  async describe(signal: AbortSignal | undefined): Promise<AccountDescription> {
    const now = this.#channel.surroundings.clock.now()
    if (this.#reading === undefined || now - this.#readAt >= rememberedForMs) {
      this.#readAt = now
      const reading = this.#read()
      this.#reading = reading
      reading.then(
        (description) => {
          this.#known = description
        },
        () => {
          if (this.#reading === reading) this.#reading = undefined
        },
      )
    }
    // Others wait for the same answer: one caller's signal ends its own waiting only.
    return signal === undefined ? this.#reading : untilAborted(this.#reading, signal)
  }

  #read(): Promise<AccountDescription> {
    const { adapter } = this.#channel
    return adapter.operations.describeAccount
      ? this.#channel.call('describeAccount', {})
      : Promise.resolve(declaredDescription(this.#channel))
  }
}

/** What the adapter declares, for platforms where nothing can be asked. */
function declaredDescription({ id, adapter, keeper }: OpenChannel): AccountDescription {
  const { limits, guarantees, operations } = adapter
  return {
    profile: { ref: { v: 1, kind: 'profile', platform: adapter.id, id }, handle: id, raw: undefined },
    limits,
    guarantees,
    operations: operationNames.filter((name: OperationName) => operations[name] !== undefined),
    facts: keeper.facts,
  }
}
