import {
  folderMediaStore,
  guardedFetch,
  guardedTransport,
  kyTransport,
  memoryMediaStore,
  systemClock,
} from '@tutti/adapter-kit/setup'
import { type Clock, type Engine, type Logger, type MediaStore, type Store, warningRaised } from '@tutti/model'
import { InFlight } from '../channels/in-flight.ts'
import { LimitsLoader } from '../channels/limits-loader.ts'
import type { ChannelSurroundings } from '../channels/surroundings.ts'
import { ExpiryWatch } from '../credentials/expiry-watch.ts'
import { processKeys, SealingKeys } from '../credentials/sealing-keys.ts'
import { timerEngine } from '../engine/timer-engine.ts'
import { closedError } from '../errors/call-errors.ts'
import { EventHub } from '../events/event-hub.ts'
import { HookRegistry } from '../hooks/hook-registry.ts'
import { consoleLogger } from '../log/console-logger.ts'
import { memoryStore } from '../store/memory-store.ts'
import { closingClock } from './closing-clock.ts'
import type { Channels, TuttiOptions } from './types.ts'

const defaultHookTimeoutMs = 30_000
const defaultMediaFolder = 'tutti-media'
const userAgent = 'tutti (https://www.npmjs.com/package/@tutti/core)'

/** The options that all forms of a client share. */
export type PartsOptions = Omit<TuttiOptions<Channels, readonly []>, 'channels' | 'plugins'>

/** What a client is built from. */
export interface CoreParts {
  readonly tenant: string
  readonly store: Store
  readonly engine: Engine
  readonly clock: Clock
  readonly log: Logger
  readonly hooks: HookRegistry
  readonly events: EventHub
  readonly hookTimeoutMs: number
  readonly surroundings: ChannelSurroundings
  /** Ends waits, see `ChannelSurroundings.closing`. */
  stopWaiting(): void
  /** Ends what is under way, see `ChannelSurroundings.abandoned`. */
  abandon(): void
}

/** Puts a client's parts together. No I/O. */
export function createParts(options: PartsOptions): CoreParts {
  const {
    tenant = 'default',
    clock = systemClock,
    log = consoleLogger(),
    hookTimeoutMs = defaultHookTimeoutMs,
  } = options
  const store = options.store ?? memoryStore()
  const events = new EventHub(log)
  const engine = options.engine ?? timerEngine(clock, (error) => events.report('a plugin', 'wake-up', error))
  const hooks = new HookRegistry({ clock, timeoutMs: hookTimeoutMs, report: events.report })
  const closing = new AbortController()
  const abandoned = new AbortController()
  const scoped = store.scope(tenant, 'core')
  const report = (error: unknown) => events.report('core', 'credentials', error)
  const surroundings: ChannelSurroundings = {
    tenant,
    hooks,
    events,
    clock,
    waitingClock: closingClock(clock, closing.signal),
    log,
    store: scoped,
    credentialKeys: keysFor(store, options.credentialKey),
    unfinishedRenewal: options.unfinishedRenewal ?? 'ask',
    expiryWatch: new ExpiryWatch({ store: scoped, clock, events, closing: closing.signal, report }),
    warnUnkept: once(() => {
      const message = 'renewed credentials are kept in memory only: give createTutti a credentialKey to keep them'
      log.warn(message)
      events.emit(warningRaised, { code: 'credential-key-missing', message })
    }),
    mediaAccess: {
      mediaStore: options.mediaStore ?? defaultMediaStore(store, tenant),
      rootDirectory: options.mediaRoot,
    },
    fetchOutside: options.fetchOutside ?? guardedFetch({ userAgent }),
    limits: new LimitsLoader(clock, options.rateLimiter),
    transport: kyTransport(),
    outsideTransport: options.fetchOutside?.send ?? guardedTransport(),
    userAgent,
    inFlight: new InFlight(),
    closing: closing.signal,
    abandoned: abandoned.signal,
  }
  return {
    tenant,
    store,
    engine,
    clock,
    log,
    hooks,
    events,
    hookTimeoutMs,
    surroundings,
    stopWaiting: () => closing.abort(closedError('not-sent')),
    abandon: () => abandoned.abort(closedError('unknown')),
  }
}

/** A store that ends with the process takes keys that do so too; what lasts is encrypted with the app's, or not written. */
function keysFor(store: Store, given: string | readonly string[] | undefined): SealingKeys | undefined {
  if (given !== undefined) return new SealingKeys(typeof given === 'string' ? [given] : given)
  return store.durable ? undefined : processKeys()
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) run()
    isDone = true
  }
}

/**
 * Beside a store of this machine a folder for each tenant. Beside a durable store elsewhere none: who
 * publishes may be another machine, so the app has to say where bytes can be had from everywhere.
 */
function defaultMediaStore({ durable, directory }: Store, tenant: string): MediaStore | undefined {
  if (!durable) return memoryMediaStore()
  if (directory === undefined) return undefined
  // A tenant's name may be anything; two dots would be another folder.
  const folder = encodeURIComponent(tenant).replaceAll('.', '%2E')
  return folderMediaStore(`${directory}/${defaultMediaFolder}/${folder}`)
}
