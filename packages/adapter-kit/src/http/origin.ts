/** Scheme, host and port of a URL: what may be named in a message, where path and query may not. */
export function readOrigin(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'the server'
}
