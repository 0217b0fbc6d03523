import { findMentions } from '../entities/find-mentions.ts'
import { countGraphemes } from './count-graphemes.ts'
import { findMastodonLinks } from './mastodon-links.ts'

/** What Mastodon's count depends on besides the text. */
export interface CountMastodonOptions {
  /** The content warning of the same post: it shares the limit with the text. */
  readonly contentWarning?: string | undefined
  /** `configuration.statuses.characters_reserved_per_url` of the server; 23 when missing. */
  readonly charactersReservedPerUrl?: number | undefined
}

/**
 * Counts a post the way Mastodon does against `configuration.statuses.max_characters`: graphemes of content warning
 * and text together, where each link of the text counts `charactersReservedPerUrl` whatever its length, shorter or
 * longer, and a remote handle `@user@host.tld` counts as `@user`. The warning gets no such rebate. White space
 * around the text and around the warning counts nothing: the server removes it first. An address that Mastodon does not link counts in full: one without a domain name, one
 * directly behind a letter or digit, one of more than 4096 characters; likewise a handle whose host is longer than 253
 * characters. Whether a top-level domain exists is not checked, and a host without a dot counts in full.
 *
 * Source: app/validators/status_length_validator.rb with its spec, app/lib/extractor.rb, and prepare_contents in
 * app/models/status.rb of mastodon/mastodon, and https://docs.joinmastodon.org/user/posting/#text, read 2026-11-22. GoToSocial, behind the same API, counts by
 * another rule: see {@link countCodePoints}.
 */
export function countMastodon(text: string, options: CountMastodonOptions = {}): number {
  const { contentWarning = '', charactersReservedPerUrl = 23 } = options
  const countable = countableText(withoutOuterSpace(text), 'x'.repeat(charactersReservedPerUrl))
  return countGraphemes(withoutOuterSpace(contentWarning) + countable)
}

/** The text as it is counted: links replaced by the placeholder, remote handles without their host. */
function countableText(text: string, urlPlaceholder: string): string {
  if (!text.includes('@') && !text.includes('://')) return text.trim() === '' ? '' : text
  let countable = ''
  let reached = 0
  for (const { start, end, replacement } of findReplacements(text, urlPlaceholder)) {
    if (start < reached) continue
    countable += text.slice(reached, start) + replacement
    reached = end
  }
  return countable + text.slice(reached)
}

function findReplacements(text: string, urlPlaceholder: string) {
  const links = findMastodonLinks(text).map((link) => ({ ...link, replacement: urlPlaceholder }))
  const handles = findMentions(text, { forms: ['fediverse'] }).map(({ start, end, handle }) => ({
    start,
    end,
    replacement: `@${handle.split('@', 1)[0]}`,
  }))
  return [...links, ...handles].sort((a, b) => a.start - b.start)
}

const asciiSpace = ' \t\n\v\f\r'

/** What Ruby's `strip` leaves of a text. */
function withoutOuterSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && asciiSpace.includes(text.charAt(start))) start += 1
  while (end > start && asciiSpace.includes(text.charAt(end - 1))) end -= 1
  return start === 0 && end === text.length ? text : text.slice(start, end)
}
