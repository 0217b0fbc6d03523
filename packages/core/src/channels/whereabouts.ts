import type { RetryPolicy } from '@tutti/adapter-kit'
import type { LimitKey } from '@tutti/model'
import type { LimitPlace } from '../limits/limit-keys.ts'
import type { Limits } from './limits-loader.ts'
import type { OpenChannel } from './open-channel.ts'

interface ServerPlace {
  readonly limits: LimitPlace
  readonly retry: RetryPolicy
}

/**
 * Where a channel's requests go now, and what holds there. A renewal can move an account to another
 * server, and who the account is comes with its description: so it is looked at anew each time.
 */
export class Whereabouts {
  readonly #channel: OpenChannel
  #place: ServerPlace | undefined

  constructor(channel: OpenChannel) {
    this.#channel = channel
  }

  get serverUrl(): string {
    return this.#channel.adapter.baseUrl(this.#channel.keeper.facts)
  }

  limitKeys(limits: Limits, bucket: string): readonly LimitKey[] {
    return limits.keysFor(this.#look(limits).limits, bucket)
  }

  retryPolicy(limits: Limits): RetryPolicy {
    return this.#look(limits).retry
  }

  #look(limits: Limits): ServerPlace {
    const { adapter, id, surroundings, account } = this.#channel
    const serverUrl = this.serverUrl
    const accountKey = account.known?.profile.ref.id
    const present = this.#place
    if (present?.limits.serverUrl === serverUrl && present.limits.accountKey === accountKey) return present
    this.#place = {
      // Ids are the app's own: two tenants may use the same one for different accounts.
      limits: { adapter, serverUrl, accountKey, channel: `${surroundings.tenant}\n${id}` },
      retry: limits.retryPolicyFor(adapter.id, serverUrl),
    }
    return this.#place
  }
}
