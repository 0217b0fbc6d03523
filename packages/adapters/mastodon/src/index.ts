export { mastodon } from './adapter.ts'
export type { MastodonCredential, MastodonOptions, MastodonPostOptions } from './options.ts'
