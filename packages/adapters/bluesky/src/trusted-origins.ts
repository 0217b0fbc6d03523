import { plcDirectoryOf } from './oauth/options.ts'
import type { BlueskyOptions } from './options.ts'

const bskySocial = 'https://bsky.social'

/** Where Bluesky keeps the accounts of its own service: `https://morel.us-east.host.bsky.network`. */
const bskyServers = 'https://*.host.bsky.network'

/** The servers that the developer chose by naming them, or by leaving the usual ones. */
export function trustedOrigins(options: BlueskyOptions & { readonly service: string }): readonly string[] {
  const { service, videoService, jetstream, relay, oauth = {} } = options
  const named = [service, videoService, jetstream, relay, plcDirectoryOf(oauth)]
  const origins = named.flatMap((url) => (url === undefined ? [] : new URL(url.replace(/^ws/, 'http')).origin))
  return [...new Set([...origins, ...(service === bskySocial ? [bskyServers] : [])])]
}
