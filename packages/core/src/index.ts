export {
  folderMediaStore,
  type GuardedFetchOptions,
  guardedFetch,
  type HostAddress,
  memoryMediaStore,
  parseOptions,
  type Schema,
  systemClock,
} from '@tutti/adapter-kit/setup'
export * from '@tutti/model'
export type { MissingScopes } from './accounts/scopes.ts'
export type {
  AccountSignIn,
  AccountStatus,
  Accounts,
  AuthorizeAccountInput,
  DisconnectedAccount,
} from './accounts/types.ts'
export { createTutti } from './client/create-tutti.ts'
export type {
  Channel,
  ChannelFor,
  ChannelIds,
  ChannelMap,
  ChannelResolver,
  Channels,
  CheckedPlugins,
  EventsOf,
  Limits,
  NativeOf,
  PlatformOptionsFor,
  PluginApis,
  PostFor,
  ReconciliationOptions,
  ReservedName,
  Tutti,
  TuttiCore,
  TuttiOptions,
} from './client/types.ts'
export { timerEngine } from './engine/timer-engine.ts'
export { consoleLogger } from './log/console-logger.ts'
export { audio, document, image, type MediaDetails, type MediaInput, video } from './media/media-helpers.ts'
export type { SweepMediaOptions, SweptMedia } from './media/sweep-media.ts'
export { iterate } from './paging/iterate.ts'
export { memoryStore } from './store/memory-store.ts'
