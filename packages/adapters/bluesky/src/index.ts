export { bluesky } from './adapter.ts'
export type { BlueskyOAuthOptions } from './oauth/options.ts'
export type {
  BlueskyCredentialInput,
  BlueskyOptions,
  BlueskyPostOptions,
  ReplyGroup,
  SelfLabel,
  WhoMayReply,
} from './options.ts'
export * from './syntax/index.ts'
