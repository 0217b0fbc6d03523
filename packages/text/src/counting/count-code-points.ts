/**
 * Counts Unicode code points; a lone surrogate is one.
 *
 * GoToSocial limits a post by it, content warning and text together, with no rebate for URLs or handles, although it
 * speaks Mastodon's API and announces `characters_reserved_per_url: 25`.
 * Source: superseriousbusiness/gotosocial, validation of the status form (`len([]rune(...))`), and the instance answer
 * recorded from GoToSocial 0.20.0, both read 2026-11-22.
 */
export function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
