import type { OpenMediaOptions } from '@tutti/adapter-kit'
import type { Clock, Logger, OutsideFetch, ScopedStore, Transport } from '@tutti/model'
import type { UnfinishedRenewal } from '../credentials/credential-keeper.ts'
import type { ExpiryWatch } from '../credentials/expiry-watch.ts'
import type { SealingKeys } from '../credentials/sealing-keys.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { HookRunner } from '../runtime.ts'
import type { InFlight } from './in-flight.ts'
import type { LimitsLoader } from './limits-loader.ts'

/** What all channels of a client share. */
export interface ChannelSurroundings {
  readonly tenant: string
  readonly hooks: HookRunner
  readonly events: EventHub
  readonly clock: Clock
  /** The same clock, but its waits end when the client closes. */
  readonly waitingClock: Clock
  readonly log: Logger
  readonly store: ScopedStore
  /** What secrets in the store are encrypted with; absent where the store is durable and the app gave no key. */
  readonly credentialKeys: SealingKeys | undefined
  readonly unfinishedRenewal: UnfinishedRenewal
  readonly expiryWatch: ExpiryWatch
  /** Says, once, that a renewed credential is not kept for want of a key. */
  warnUnkept(): void
  /** Where media come from and are kept. No media store where nobody else could have its bytes. */
  readonly mediaAccess: OpenMediaOptions
  readonly fetchOutside: OutsideFetch
  readonly limits: LimitsLoader
  readonly transport: Transport
  /** For servers that the developer did not choose. */
  readonly outsideTransport: Transport
  readonly userAgent: string
  /** Operations under way. */
  readonly inFlight: InFlight
  /** Aborted first when the client closes: waits end, and nothing new begins to wait. */
  readonly closing: AbortSignal
  /** Aborted when what is under way has had its time. */
  readonly abandoned: AbortSignal
}
