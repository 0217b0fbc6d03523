import { findMentions } from '../entities/find-mentions.ts'
import { findUrls } from '../entities/find-urls.ts'
import { withoutOverlaps } from '../entities/without-overlaps.ts'
import type { BlueskyEntity } from './bluesky-entity.ts'
import { findBlueskyCashtags, findBlueskyTags } from './find-bluesky-tags.ts'
import { findDomainLinks } from './find-domain-links.ts'

/**
 * Finds what Bluesky's own app would turn into links: addresses with and without a scheme, handles, tags and ticker
 * symbols; sorted by their start and without overlap: of two that overlap, the one that starts first stands. Their
 * `utf8Start` and `utf8End` are the `byteStart` and `byteEnd` of facets. Whom a handle names must still be resolved.
 *
 * Beyond the app, hyphens in a domain without a scheme and `(` before a tag are no hindrance, and handles are found behind
 * other punctuation too.
 *
 * Never throws, and takes time linear in the text's length (sorting apart).
 *
 * Source: packages/api/src/rich-text of bluesky-social/atproto at d6296a1c with its tests, read 2026-11-25.
 */
export function findBlueskyEntities(text: string): BlueskyEntity[] {
  return withoutOverlaps<BlueskyEntity>([
    ...findUrls(text).map((url) => ({ ...url, uri: url.text })),
    ...findMentions(text, { forms: ['atproto'] }),
    ...findDomainLinks(text),
    ...findBlueskyTags(text),
    ...findBlueskyCashtags(text),
  ])
}
