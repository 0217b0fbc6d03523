// Source of all rules here: isValidUrl of twitter-text 3.1.0 after RFC 3986, and its published vectors, read 2026-11-25.
const parts = /^(?:([^:/?#]+):\/\/)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s
const authorityParts = /^(?:([^@]*)@)?(\[[a-f0-9:.]+\]|[^@:[\]]+)(?::[0-9]{1,5})?$/i

const unreserved = 'a-z\\u0400-\\u04ff0-9._~\\-'
const subDelimiters = "!$&'()*+,;="
const textOf = (characters: string) =>
  new RegExp(`^(?:[${unreserved}${subDelimiters}${characters}]|%[0-9a-f]{2})*$`, 'i')
const userInformation = textOf(':')
const path = textOf(':@|/')
const queryOrFragment = textOf(':@|/?')

const letterOrDigit = '(?:[a-z0-9]|[^\\0-\\x7f])'
const subdomainLabel = new RegExp(`^${letterOrDigit}(?:(?:[a-z0-9_-]|[^\\0-\\x7f])*${letterOrDigit})?$`, 'i')
const domainLabel = new RegExp(`^${letterOrDigit}(?:(?:[a-z0-9-]|[^\\0-\\x7f])*${letterOrDigit})?$`, 'i')

/** How strictly to look at an address. */
export interface IsXUrlOptions {
  /** Whether an address must begin with `http://` or `https://`; true when missing. */
  readonly requireScheme?: boolean | undefined
}

/**
 * Whether X takes a whole string for an address. Wider than what {@link findXUrls} finds in a text: user names, ports, IP
 * addresses and fragments are allowed, and whether the top-level domain exists is not checked.
 */
export function isXUrl(url: string, { requireScheme = true }: IsXUrlOptions = {}): boolean {
  const [, scheme, authority = '', pathText = '', query = '', fragment = ''] = parts.exec(url) ?? []
  if (scheme === undefined ? requireScheme : !/^https?$/i.test(scheme)) return false
  return path.test(pathText) && queryOrFragment.test(query) && queryOrFragment.test(fragment) && isAuthority(authority)
}

function isAuthority(authority: string): boolean {
  const [, user = '', host] = authorityParts.exec(authority) ?? []
  if (host === undefined || !userInformation.test(user)) return false
  return host.startsWith('[') || isInternetProtocolV4(host) || isDomain(host)
}

function isInternetProtocolV4(host: string): boolean {
  const octets = host.split('.')
  return octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
}

function isDomain(host: string): boolean {
  const labels = host.split('.')
  const topLevel = labels.at(-1) ?? ''
  return (
    labels.length >= 2 &&
    domainLabel.test(topLevel) &&
    !/^[0-9]/.test(topLevel) &&
    domainLabel.test(labels.at(-2) ?? '') &&
    labels.slice(0, -2).every((label) => subdomainLabel.test(label))
  )
}
