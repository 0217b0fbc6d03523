export { bluesky } from './adapter.ts'
export type { BlueskyOAuthOptions } from './oauth/options.ts'
export type { BlueskyCredentialInput, BlueskyOptions, BlueskyPostOptions, SelfLabel } from './options.ts'
export * from './syntax/index.ts'
