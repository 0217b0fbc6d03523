import type { UrlEntity } from './entity.ts'
import { nextUrlStart } from './url-start.ts'
import { findTailEnd } from './url-tail.ts'
import { spanMaker } from './utf8-offsets.ts'

/**
 * Finds http and https addresses, from left to right. Domain names in any script, IP addresses and `localhost` are
 * hosts; whether a top-level domain exists is not checked. Punctuation that ends the sentence stays outside, brackets
 * belong to an address only in pairs. An address directly behind a Latin letter or digit, or behind `@`, `$` or `#`,
 * is none. Addresses without a scheme (`example.com`) are not looked for.
 *
 * Never throws, and takes time linear in the text's length.
 */
export function findUrls(text: string): UrlEntity[] {
  const urls: UrlEntity[] = []
  const spanOf = spanMaker(text)
  for (let found = nextUrlStart(text, 0); found !== undefined; ) {
    const end = findTailEnd(text, found.end)
    urls.push({ kind: 'url', ...spanOf(found.start, end) })
    found = nextUrlStart(text, end)
  }
  return urls
}
