import { withoutOverlaps } from '../entities/without-overlaps.ts'
import { findXCashtags } from './find-x-cashtags.ts'
import { findXHashtags } from './find-x-hashtags.ts'
import { findXMentions } from './find-x-mentions.ts'
import { findXUrls } from './find-x-urls.ts'
import type { XEntity } from './x-entity.ts'

/**
 * Finds all that X turns into links: addresses, accounts and lists, hashtags, cashtags; sorted by their start and without
 * overlap: of two that overlap, the one that starts first stands.
 *
 * Never throws, and takes time linear in the text's length (sorting apart). {@link findXUrls} says more of addresses.
 *
 * Source: twitter-text 3.1.0 and its published vectors, read 2026-11-25.
 */
export function findXEntities(text: string): XEntity[] {
  return withoutOverlaps<XEntity>([
    ...findXUrls(text),
    ...findXMentions(text),
    ...findXHashtags(text),
    ...findXCashtags(text),
  ])
}
