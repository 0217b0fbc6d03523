import type { Channels, TuttiOptions } from '@tutti/core'
import type { MaybePromise, Plugin } from '@tutti/model'

/** What `tutti.config.ts` exports: the options of `createTutti`, or a function that returns them. */
export type TuttiConfig<C extends Channels = Channels, P extends readonly Plugin[] = readonly Plugin[]> =
  | TuttiOptions<C, P>
  | (() => MaybePromise<TuttiOptions<C, P>>)

/**
 * Types a configuration: `export default defineConfig({ store, channels, plugins })` in `tutti.config.ts`.
 * An app can import the same file and hand it to `createTutti`: `secret` finds the secrets there, too. Returns what it is given.
 */
export function defineConfig<C extends Channels, const P extends readonly Plugin[] = readonly []>(
  config: TuttiOptions<C, P>,
): TuttiOptions<C, P>
export function defineConfig<C extends Channels, const P extends readonly Plugin[] = readonly []>(
  config: () => MaybePromise<TuttiOptions<C, P>>,
): () => MaybePromise<TuttiOptions<C, P>>
export function defineConfig(config: unknown): unknown {
  return config
}
