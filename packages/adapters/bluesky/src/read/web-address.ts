import { asString } from '@tutti/adapter-kit'
import type { JsonObject } from '@tutti/model'
import { noWebApp } from '../options.ts'
import { isOfPublicNetwork } from '../syntax/public-network.ts'

/** Bluesky's own web app, which shows what stands on any server of its network. */
const publicWebApp = 'https://bsky.app'

/** What a reader has to know beside the answer: an operation's context has it. */
export interface ReadingContext {
  readonly channel: string
  readonly account: { readonly facts: JsonObject }
}

/** By the facts of an account: a page of posts asks hundreds of times. */
const knownApps = new WeakMap<JsonObject, string>()

/**
 * The address of a path of the web app, such as `/profile/did:plc:…`; `undefined` where nothing is known to show it:
 * Bluesky's own app does not know servers that no public network reaches.
 */
export function webAddress(path: string, { account }: ReadingContext): string | undefined {
  let app = knownApps.get(account.facts)
  if (app === undefined) {
    app = findApp(account.facts)
    knownApps.set(account.facts, app)
  }
  if (app === noWebApp) return undefined
  if (plainPath.test(path)) return `${app}${path}`
  return URL.canParse(path, app) ? new URL(path, app).href : undefined
}

/** One that stands in an address as it is. */
const plainPath = /^(?:\/[\w.:~-]+)+$/

/** @returns the origin of the web app, or `none` */
function findApp({ webApp, service }: JsonObject): string {
  const isPublic = typeof service !== 'string' || isOfPublicNetwork(service)
  const app = asString(webApp) ?? (isPublic ? publicWebApp : noWebApp)
  return URL.parse(app)?.origin ?? noWebApp
}
