import { findTailEnd } from '../entities/url-tail.ts'
import { spanMaker } from '../entities/utf8-offsets.ts'
import { asciiTopLevelDomains } from '../top-level-domains/ascii-top-level-domains.ts'
import { parseTopLevelDomains } from '../top-level-domains/parse-top-level-domains.ts'
import type { BlueskyUrlEntity } from './bluesky-entity.ts'

// The length of a run is bounded as a domain's is, so that a text of nothing else costs no more than its length.
const domain = /(?<=^|[\s(])[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?![A-Za-z0-9@_])/g
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/
const port = /:\d{1,5}(?!\d)/y

let known: ReadonlySet<string> | undefined

/**
 * Finds addresses without a scheme, from left to right: behind white space or `(`, under a top-level domain that exists
 * (`bakery.example.com/cakes`). Takes time linear in the text's length.
 */
export function findDomainLinks(text: string): BlueskyUrlEntity[] {
  if (!text.includes('.')) return []
  const links: BlueskyUrlEntity[] = []
  const spanOf = spanMaker(text)
  for (const { 0: name, index } of text.matchAll(domain)) {
    if (!isDomain(name)) continue
    const domainEnd = index + name.length
    port.lastIndex = domainEnd
    const end = findTailEnd(text, port.test(text) ? port.lastIndex : domainEnd)
    const span = spanOf(index, end)
    links.push({ kind: 'url', uri: `https://${span.text}`, ...span })
  }
  return links
}

function isDomain(name: string): boolean {
  known ??= parseTopLevelDomains(asciiTopLevelDomains)
  const labels = name.split('.')
  return (
    labels.length >= 2 && known.has((labels.at(-1) ?? '').toLowerCase()) && labels.every((part) => label.test(part))
  )
}
