import { type OpenMediaOptions, openPreparedMedia, prepareMedia } from '@tutti/adapter-kit'
import {
  type Clock,
  type Engine,
  type EventToken,
  type Hook,
  type HookUse,
  type Logger,
  type MaybePromise,
  type Plugin,
  PluginError,
  type PluginHost,
  type PluginRef,
  type Store,
  type TuttiClient,
  type Undo,
} from '@tutti/model'
import type { EventHub } from '../events/event-hub.ts'
import type { HookRegistry } from '../hooks/hook-registry.ts'
import type { CleanUps } from './clean-ups.ts'

/** What all plugins of a client share. */
export interface PluginSurroundings {
  readonly client: TuttiClient
  readonly store: Store
  /** Where media come from and are kept. */
  readonly media: OpenMediaOptions
  readonly tenant: string
  readonly backgroundWork: boolean
  readonly engine: Engine
  readonly clock: Clock
  readonly log: Logger
  readonly hooks: HookRegistry
  readonly events: EventHub
}

/** What one plugin's `setup` gets. Whatever it registers is undone by its clean-ups. */
export function createPluginHost(
  plugin: Plugin,
  surroundings: PluginSurroundings,
  cleanUps: CleanUps,
  apis: ReadonlyMap<string, object>,
): PluginHost<PluginRef> {
  const { hooks, events, store, media, tenant, client, engine, clock, log } = surroundings
  const { name } = plugin.ref
  return {
    name,
    client,
    store: store.scope(tenant, name),
    storeIsDurable: store.durable,
    backgroundWork: surroundings.backgroundWork,
    mediaStoreIsDurable: media.mediaStore?.durable ?? false,
    openMedia: (prepared) => openPreparedMedia(prepared, media),
    keepMedia: (attachment) => prepareMedia(attachment, media),
    engine,
    clock,
    log,
    plugin: (ref) => {
      const api = apis.get(ref.name)
      if (api === undefined || !plugin.dependsOn.some((dependency) => dependency.name === ref.name)) {
        const message = `plugin "${name}" asks for the plugin "${ref.name}" without naming it in dependsOn`
        throw new PluginError({ code: 'plugin-missing', message })
      }
      // The map is by name; the ref carries the type that its plugin's setup returns.
      return api as never
    },
    use: (hookUse: HookUse): Undo => undoOnClose(cleanUps, hooks.use(name, hookUse)),
    runWaterfall: (hook, input) => hooks.runWaterfall(hook, input),
    runGuard: (hook, input) => hooks.runGuard(hook, input),
    runAround: <Input, Output>(
      hook: Hook<'around', string, Input, Output>,
      input: Input,
      inner: (input: Input) => MaybePromise<Output>,
    ) => hooks.runAround(hook, input, inner),
    runNotify: (hook, input) => hooks.runNotify(hook, input),
    emit: (event, payload) => events.emit(event, payload),
    on: <Payload>(event: EventToken<string, Payload>, listener: (payload: Payload) => void) =>
      undoOnClose(cleanUps, events.on(event.name, listener, name)),
    onClose: (cleanUp) => cleanUps.add(cleanUp),
  }
}

/** Adds an undo to the clean-ups, and takes it out of them when it is called before. */
export function undoOnClose(cleanUps: CleanUps, undo: Undo): Undo {
  const forget = cleanUps.add(undo)
  return () => {
    forget()
    undo()
  }
}
