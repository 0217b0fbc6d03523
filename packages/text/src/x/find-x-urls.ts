import { findAsciiDomains } from './ascii-domains.ts'
import { type DomainRun, domainEndFrom, readDomainRun } from './domain-run.ts'
import { maxLabelLength, punycodeLength } from './punycode-length.ts'
import { invalidCharacters } from './x-characters.ts'
import type { XUrlEntity } from './x-entity.ts'
import { xSpanMaker } from './x-span.ts'
import { findXQueryEnd, readXUrlTail } from './x-url-tail.ts'

// No address begins directly behind one of these.
const mayNotPrecede = new RegExp(`[A-Za-z0-9@＠$#＃${invalidCharacters}]`)
const mayNotPrecedeWithoutScheme = /[-_./]/
const scheme = /https?:\/\//iy
const shortLink = /https?:\/\/t\.co\/([a-z0-9]+)/iy
const maxShortLinkCodeLength = 40
const maxUrlLength = 4096
// DNS reads these as full stops.
const otherFullStops = /[\u3002\uff0e\uff61]/

interface Range {
  readonly start: number
  readonly end: number
}

/** An address as it stands in a text, before X's further conditions. */
interface Candidate extends Range {
  readonly domain: Range
  readonly hasScheme: boolean
  readonly hasPath: boolean
}

/**
 * Finds the addresses that X turns into links, from left to right: with or without `https://`, under a top-level domain
 * that exists. An address without a scheme ends where other letters than Latin ones begin (`example.comを見て`). One
 * directly behind an ASCII letter or digit, `@`, `$` or `#` is none; what follows the code of a `t.co` link, its query
 * apart, does not belong to it.
 *
 * Never throws, and takes time linear in the text's length.
 *
 * Source: twitter-text 3.1.0 and its published vectors, read 2026-11-25.
 */
export function findXUrls(text: string): XUrlEntity[] {
  if (!text.includes('.')) return []
  const spanOf = xSpanMaker(text)
  const ranges: Range[] = []
  for (const candidate of candidatesOf(text)) ranges.push(...linkedRanges(text, candidate))
  return ranges.map(({ start, end }) => ({ kind: 'url', ...spanOf(start, end) }))
}

function* candidatesOf(text: string): Generator<Candidate> {
  const domainEndAt = domainFinderFor(text)

  function candidateAt(start: number): Candidate | undefined {
    scheme.lastIndex = start
    const hasScheme = scheme.test(text)
    const domainStart = hasScheme ? scheme.lastIndex : start
    const domainEnd = domainEndAt(domainStart)
    if (domainEnd === undefined) return undefined
    const { end, hasPath } = readXUrlTail(text, domainEnd)
    return { start, end, domain: { start: domainStart, end: domainEnd }, hasScheme, hasPath }
  }

  // The beginning comes after the second place: a first character that may precede an address is taken to precede it.
  let start = mayNotPrecede.test(text.charAt(0)) ? 0 : 1
  if (start === 1 && candidateAt(1) === undefined) start = 0
  while (start < text.length) {
    const mayStart = start === 0 || !mayNotPrecede.test(text.charAt(start - 1))
    const candidate = mayStart ? candidateAt(start) : undefined
    if (candidate !== undefined) yield candidate
    // The character before the next one must not belong to this one.
    start = (candidate?.end ?? start) + 1
  }
}

/** Tells where a domain ends that begins at an offset. Offsets must be asked for from left to right, one step back apart. */
function domainFinderFor(text: string): (start: number) => number | undefined {
  let run: DomainRun = { start: 0, end: -1, labels: [] }
  let labelIndex = 0
  return (start) => {
    if (start > run.end || start < run.start) {
      run = readDomainRun(text, start)
      labelIndex = 0
    }
    while (labelIndex < run.labels.length - 1 && (run.labels[labelIndex]?.end ?? 0) < start) labelIndex += 1
    const label = run.labels[labelIndex]
    return label && domainEndFrom(text, label, run.labels[labelIndex + 1], start)
  }
}

function linkedRanges(text: string, candidate: Candidate): Range[] {
  const { start, end, domain, hasScheme } = candidate
  if (!isPossible(text, candidate)) return []
  if (hasScheme) return linkWithScheme(text, start, end)
  if (start > 0 && mayNotPrecedeWithoutScheme.test(text.charAt(start - 1))) return []
  const domains: Range[] = findAsciiDomains(text, domain.start, domain.end)
  const last = domains.at(-1)
  if (last === undefined || !candidate.hasPath) return domains
  return [...domains.slice(0, -1), { start: last.start, end }]
}

function linkWithScheme(text: string, start: number, end: number): Range[] {
  shortLink.lastIndex = start
  const code = shortLink.exec(text)?.[1]
  if (code === undefined) return [{ start, end }]
  return code.length > maxShortLinkCodeLength ? [] : [{ start, end: findXQueryEnd(text, shortLink.lastIndex) }]
}

function isPossible(text: string, { start, end, domain, hasScheme }: Candidate): boolean {
  // X counts the scheme twice, and one that is left out as https.
  const schemeLength = hasScheme ? domain.start - start : 'https://'.length
  if (schemeLength + end - start > maxUrlLength) return false
  const name = text.slice(domain.start, domain.end)
  if (name.startsWith('xn--') && findAsciiDomains(name, 0, name.length).length === 0) return false
  return name.split('.').every((label) => {
    const length = dnsLength(label)
    return length > 0 && length <= maxLabelLength
  })
}

function dnsLength(label: string): number {
  const lengths = label.split(otherFullStops).map(punycodeLength)
  return lengths.reduce((sum, length) => sum + length, lengths.length - 1)
}
