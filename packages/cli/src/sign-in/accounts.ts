import type { JsonObject } from '@tutti/model'

/** What is used of `tutti.accounts`. */
export interface Accounts {
  authorize(
    input: { readonly channel: string; readonly redirectUri: string; readonly account?: string | undefined },
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly url: string; readonly state: string }>
  complete(
    input: { readonly callbackUrl: string },
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly channel: string; readonly scopes?: readonly string[] | undefined; readonly facts: JsonObject }>
}
