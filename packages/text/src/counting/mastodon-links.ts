import { nextUrlStart, type UrlStart } from '../entities/url-start.ts'
import { countCodePoints } from './count-code-points.ts'

// Source of all rules here, read 2026-11-22: config/initializers/twitter_regex.rb and app/lib/extractor.rb of
// mastodon/mastodon, and twitter-text 3.1.0 under them. A change to Unicode Technical Standard #58 is proposed in
// https://github.com/mastodon/mastodon/pull/39150, not merged; where the two differ, this one links less, so that a
// count made with it is not too low.

// White space, angle brackets, question mark and parentheses end a stretch of a path.
const pathCharacter = '[^\\s<>()?]'
const pathStretch = new RegExp(`${pathCharacter}+`, 'uy')
// Parentheses belong to a path in pairs, at most one pair within another.
const pairOfParentheses = new RegExp(
  `\\((?:${pathCharacter}*\\(${pathCharacter}+\\)${pathCharacter}*|${pathCharacter}+)\\)`,
  'uy',
)
const notAtPathEnd = '!*"\'「」:;=,.$%[]~&|@'
const queryRun = /[A-Za-z0-9!?*'();:&=+$/%#[\]\-_.,~|@^\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\u{10000}-\u{10fffd}]+/uy
const atQueryEnd = /[A-Za-z0-9_&=#/\-\u00a0-\u{10fffd}]/u

/** Mastodon links no address longer than this, in code points (MAX_URL_LENGTH of twitter-text). */
const maxLinkLength = 4096

/** The range of one address that Mastodon turns into a link, in UTF-16 units. */
export interface MastodonLink {
  readonly start: number
  readonly end: number
}

/** Finds what Mastodon links in a text: http and https addresses under a domain name, up to 4096 characters long. */
export function findMastodonLinks(text: string): MastodonLink[] {
  const links: MastodonLink[] = []
  let found = nextUrlStart(text, 0)
  while (found !== undefined) {
    const end = isLinked(found) ? findQueryEnd(text, findPathEnd(text, found.end)) : found.end
    const isShortEnough = countCodePoints(text.slice(found.start, end)) <= maxLinkLength
    if (isLinked(found) && isShortEnough) links.push({ start: found.start, end })
    found = nextUrlStart(text, end)
  }
  return links
}

// Underscores stand neither in the registered name nor at the edge of a label.
const misplacedUnderscore = /(?:^|\.)_|_(?:\.|$)|_[^.]*\.[^.]*$/

function isLinked({ host, hasUserInformation }: UrlStart): boolean {
  return host.kind === 'domain' && !hasUserInformation && !misplacedUnderscore.test(host.name)
}

function findPathEnd(text: string, start: number): number {
  if (text.charAt(start) !== '/') return start
  let end = start + 1
  let index = end
  while (index < text.length) {
    pairOfParentheses.lastIndex = index
    pathStretch.lastIndex = index
    if (pairOfParentheses.test(text)) {
      index = pairOfParentheses.lastIndex
      end = index
    } else if (pathStretch.test(text)) {
      end = withoutTrailing(text, index, pathStretch.lastIndex) ?? end
      index = pathStretch.lastIndex
    } else break
  }
  return end
}

/** The end of the stretch without the signs that no path ends with, or undefined where it has nothing else. */
function withoutTrailing(text: string, start: number, stretchEnd: number): number | undefined {
  let end = stretchEnd
  while (end > start && notAtPathEnd.includes(text.charAt(end - 1))) end -= 1
  return end > start ? end : undefined
}

function findQueryEnd(text: string, start: number): number {
  if (text.charAt(start) !== '?') return start
  queryRun.lastIndex = start + 1
  if (!queryRun.test(text)) return start
  let end = queryRun.lastIndex
  while (end > start + 1 && !atQueryEnd.test(text.charAt(end - 1))) end -= 1
  return end > start + 1 ? end : start
}
