import { asArray, asNumber, asString } from '@tutti/adapter-kit'
import { membersOf, type Raw } from './members-of.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const isShortened = /(?:…|\.\.\.)$/

interface ShortenedLink {
  readonly byteStart: number
  readonly byteEnd: number
  readonly uri: string
}

/**
 * The text of a post's record. Apps shorten what a link shows (`example.com/a-long-p…`) and keep its
 * address in a facet: such a link is written out. Words that carry a link stay words.
 */
export function readRecordText(record: Raw): string {
  const text = typeof record.text === 'string' ? record.text : ''
  if (record.facets === undefined || !(text.includes('…') || text.includes('...'))) return text
  const bytes = encoder.encode(text)
  const links = asArray(record.facets)
    .flatMap((facet) => readShortenedLink(membersOf(facet), bytes))
    .sort((a, b) => a.byteStart - b.byteStart)
  let result = ''
  let position = 0
  for (const { byteStart, byteEnd, uri } of links) {
    if (byteStart < position) continue
    result += decoder.decode(bytes.subarray(position, byteStart)) + uri
    position = byteEnd
  }
  return result + decoder.decode(bytes.subarray(position))
}

/** Offsets of a facet may be anything (recorded): out of range, it is no link. */
function readShortenedLink(facet: Raw, bytes: Uint8Array): readonly ShortenedLink[] {
  const index = membersOf(facet.index)
  const byteStart = asNumber(index.byteStart) ?? -1
  const byteEnd = asNumber(index.byteEnd) ?? -1
  const uri = asArray(facet.features)
    .map((feature) => asString(membersOf(feature).uri))
    .find((found) => found !== undefined)
  if (uri === undefined || byteStart < 0 || byteEnd <= byteStart || byteEnd > bytes.byteLength) return []
  const shown = decoder.decode(bytes.subarray(byteStart, byteEnd))
  return isShortened.test(shown) ? [{ byteStart, byteEnd, uri }] : []
}
