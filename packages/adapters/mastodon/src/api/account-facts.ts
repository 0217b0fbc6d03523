import { asNumber, asString } from '@tutti/adapter-kit'
import type { JsonObject, OperationContext } from '@tutti/model'

/** What `describeAccount` remembers for the other operations. */
export type AccountFacts = {
  /** The account's own id on this server. */
  readonly accountId: string
  /** The domain of the server's own handles; not always the host of its address. */
  readonly domain: string
  readonly software: string
  /** Mastodon's API version, where the server says it. */
  readonly apiVersion?: number | undefined
  /** Where streams are, without a path; empty where they are at the server's own address. */
  readonly streamingUrl: string
}

/** The facts that `describeAccount` found: read once per channel, then remembered by core. */
export async function accountFacts(context: OperationContext): Promise<AccountFacts> {
  return readAccountFacts((await context.account.describe()).facts)
}

function readAccountFacts(facts: JsonObject): AccountFacts {
  return {
    accountId: asString(facts.accountId) ?? '',
    domain: asString(facts.domain) ?? '',
    software: asString(facts.software) ?? 'unknown',
    apiVersion: asNumber(facts.apiVersion),
    streamingUrl: asString(facts.streamingUrl) ?? '',
  }
}
