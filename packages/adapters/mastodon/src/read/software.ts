import { asNumber, asObject, asString } from '@tutti/adapter-kit'

/** What runs on a server, as far as it can be told. */
export interface ServerSoftware {
  /** Lower case, for example `mastodon`, `gotosocial`, `akkoma`; `unknown` when nothing says it. */
  readonly name: string
  readonly version?: string | undefined
  /** Mastodon's API version, which Mastodon says since 4.3. */
  readonly apiVersion?: number | undefined
}

// Whoever speaks Mastodon's API writes "2.7.2 (compatible; Pleroma 2.4.0)": seen of Pleroma, Akkoma,
// Pixelfed, Friendica, Iceshrimp, Sharkey, Takahe and others.
const compatibleVersion = /\(compatible; ?([^\s)]+) ?([^)]*)\)/i

/** Where the sources of Mastodon lie, and of the forks that leave its posting as it is. */
const mastodonSources =
  /^https:\/\/github\.com\/(?:mastodon|tootsuite|glitch-soc|hometown-fork)\/(?:mastodon|hometown)(?:\/|$)/i

/**
 * Reads from an Instance, of either version, what runs there. Only what is proved to be Mastodon is
 * called so: its keys against doubles are relied upon, and others ignore them.
 */
export function readSoftware(instance: unknown): ServerSoftware {
  const answer = asObject(instance)
  const version = asString(answer?.version)
  const apiVersion = asNumber(asObject(answer?.api_versions)?.mastodon)
  const compatible = version ? compatibleVersion.exec(version) : null
  if (compatible?.[1]) return { name: compatible[1].toLowerCase(), version: compatible[2] || undefined, apiVersion }
  const source = asString(answer?.source_url) ?? ''
  if (mastodonSources.test(source)) return { name: 'mastodon', version, apiVersion }
  if (/gotosocial/i.test(source)) return { name: 'gotosocial', version }
  return { name: 'unknown', version, apiVersion }
}

/**
 * Servers that could quote before Mastodon did, and call the quoted post `quote_id`: Akkoma's
 * status_view.ex and Friendica's Module/Api/Mastodon/Statuses, both read 2026-11-25.
 */
const quotingTheirOwnWay: readonly string[] = ['akkoma', 'friendica']

/** Whether a server takes quotes by another name than Mastodon's. */
export function namesQuotesItsOwnWay(software: string): boolean {
  return quotingTheirOwnWay.includes(software)
}

/** Reads what a NodeInfo document says of the software, for servers whose Instance does not. */
export function readNodeInfo(nodeInfo: unknown, instance: ServerSoftware): ServerSoftware {
  const software = asObject(asObject(nodeInfo)?.software)
  const name = asString(software?.name)?.toLowerCase()
  return name ? { ...instance, name, version: asString(software?.version) ?? instance.version } : instance
}
