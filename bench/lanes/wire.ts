import Bottleneck from 'bottleneck'
import ky from 'ky'
import pRetry from 'p-retry'

/** One request, as every lane sends it. */
export interface WireRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** Sends a request and parses the JSON that comes back. */
export type Send = (request: WireRequest) => Promise<unknown>

/** Nothing but what the platform brings. */
export const sendByFetch: Send = async ({ url, ...init }) => (await fetch(url, init as RequestInit)).json()

/** ky as it comes, with a signal that could end the request. */
export const sendByKy: Send = ({ url, ...init }) => {
  const { signal } = new AbortController()
  return ky(url, { ...init, signal } as object).json()
}

/** What a careful script puts together: a limiter, retries, and ky. */
export function kyWithRetryAndLimiter(): { readonly send: Send; stop(): void } {
  const limiter = new Bottleneck({ reservoir: 100_000, maxConcurrent: 10 })
  return {
    send: (request) => limiter.schedule(() => pRetry(() => sendByKy(request), { retries: 2 })),
    stop: () => void limiter.disconnect(),
  }
}
