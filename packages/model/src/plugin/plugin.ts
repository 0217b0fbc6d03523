import type { MaybePromise } from '../json.ts'
import type { EventToken } from './events.ts'
import type { Hook, HookKind, HookUse } from './hooks.ts'
import type { PluginHost } from './host.ts'

/** Names a plugin and carries the type of its public methods. Import it to depend on the plugin. */
export interface PluginRef<Name extends string = string, Api = unknown> {
  readonly name: Name
  /** Carries the type; never set. */
  readonly api?: Api | undefined
}

/** Declares a plugin's name and public methods: `pluginRef<Api>()('scheduler')`. */
export function pluginRef<Api>() {
  return <const Name extends string>(name: Name): PluginRef<Name, Api> => ({ name })
}

/** A hook of any kind and input. Inputs are contravariant, hence `never`. */
// biome-ignore lint/suspicious/noExplicitAny: a list of hooks of unlike inputs has no better type
export type AnyHook = Hook<HookKind, string, any, any>

/** What a plugin is made of. */
export interface PluginDefinition<
  Name extends string,
  Api extends object,
  Dependencies extends PluginRef,
  Events extends readonly EventToken[],
> {
  readonly ref: PluginRef<Name, Api>
  /** Plugins that must be there; they are set up first. */
  readonly dependsOn?: readonly Dependencies[] | undefined
  /** The hooks that this plugin declares and runs. */
  readonly declares?: readonly AnyHook[] | undefined
  /** The events that this plugin emits. */
  readonly events?: Events | undefined
  /** The hooks that it takes part in. */
  readonly hooks?: readonly HookUse[] | undefined
  /** `false` switches it off: no hooks run, `setup` is not called, its API throws `plugin-missing`. */
  readonly enabled?: boolean | undefined
  /** Returns the public methods; they become `tutti.<name>`. */
  setup(host: PluginHost<Dependencies>): MaybePromise<Api>
}

/** A plugin, ready for `createTutti`. `Needs` are the names of the plugins it depends on. */
export interface Plugin<
  Name extends string = string,
  Api extends object = object,
  Events extends readonly EventToken[] = readonly EventToken[],
  Needs extends string = string,
> {
  readonly ref: PluginRef<Name, Api>
  readonly dependsOn: readonly PluginRef<Needs>[]
  readonly declares: readonly AnyHook[]
  readonly events: Events
  readonly hooks: readonly HookUse[]
  readonly enabled: boolean
  setup(host: PluginHost<PluginRef>): MaybePromise<Api>
}

/** Makes a plugin of its definition. Does no work. */
export function definePlugin<
  const Name extends string,
  Api extends object,
  Dependencies extends PluginRef = never,
  const Events extends readonly EventToken[] = readonly [],
>(definition: PluginDefinition<Name, Api, Dependencies, Events>): Plugin<Name, Api, Events, Dependencies['name']> {
  return {
    ref: definition.ref,
    dependsOn: definition.dependsOn ?? [],
    declares: definition.declares ?? [],
    // The default type of Events is the empty list, which is what an absent member means.
    events: definition.events ?? ([] as readonly EventToken[] as Events),
    hooks: definition.hooks ?? [],
    enabled: definition.enabled ?? true,
    setup: (host) => definition.setup(host as PluginHost<Dependencies>),
  }
}
