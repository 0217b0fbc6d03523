import { readHost, type UrlHost } from './url-host.ts'

// A letter, digit, @, $ or # directly before the scheme means that no address starts here: Mastodon and X do not link
// it. Source: valid_url_preceding_chars of twitter-text 3.1.0, which Mastodon uses, read 2026-11-22.
// The letters are spelt out, because /s/iu also matches the long s.
const scheme = /(?<![A-Za-z0-9@＠$#＃])[Hh][Tt][Tt][Pp][Ss]?:\/\//gu
const userInformation = /[A-Za-z0-9._~!$&'*+,;=:%-]{1,255}@/y
const port = /:\d{1,5}(?!\d)/y

/** The part of a URL that settles whether it is one: scheme, host and port. */
export interface UrlStart {
  readonly start: number
  readonly host: UrlHost
  readonly hasUserInformation: boolean
  /** The offset just behind host and port, where a path, a query or a fragment may begin. */
  readonly end: number
}

/**
 * Finds the next URL at or after `from`. Whether a candidate is one is settled by a bounded number of characters, so
 * that a text of nothing but `http://` still takes linear time.
 */
export function nextUrlStart(text: string, from: number): UrlStart | undefined {
  scheme.lastIndex = from
  for (let match = scheme.exec(text); match !== null; match = scheme.exec(text)) {
    const schemeEnd = match.index + match[0].length
    userInformation.lastIndex = schemeEnd
    const hasUserInformation = userInformation.test(text)
    const host = readHost(text, hasUserInformation ? userInformation.lastIndex : schemeEnd)
    if (host === undefined) continue
    port.lastIndex = host.end
    const end = port.test(text) ? port.lastIndex : host.end
    return { start: match.index, host, hasUserInformation, end }
  }
  return undefined
}
