import type { Attributes } from '@opentelemetry/api'
import { TuttiError, type VisibleRequest } from '@tutti/model'

/** What stands where the value of a query member stood: the conventions' own word. */
const redacted = 'REDACTED'

/** A URL without the values of its query: ids, cursors and signatures stand there. */
export function urlWithoutValues(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) return redacted
  const names = [...parsed.searchParams.keys()]
  parsed.search = names.map((name) => `${encodeURIComponent(name)}=${redacted}`).join('&')
  return parsed.href
}

/** By the semantic conventions for HTTP client spans, 1.27 and later (read on 2026-11-25). */
export function requestAttributes({ method, url, channel, platform, operation, commit }: VisibleRequest): Attributes {
  const parsed = URL.parse(url)
  const port = parsed && Number(parsed.port || (/^(?:https|wss):$/.test(parsed.protocol) ? 443 : 80))
  return {
    'http.request.method': method,
    'url.full': urlWithoutValues(url),
    ...(parsed && { 'server.address': parsed.hostname, 'server.port': port }),
    'tutti.channel': channel,
    'tutti.platform': platform,
    'tutti.operation': operation,
    'tutti.commit': commit,
  }
}

/** What an error is, in a word that has few values. */
export function errorType(error: unknown): string {
  if (TuttiError.isInstance(error)) return error.code
  return error instanceof Error ? error.name : '_OTHER'
}
