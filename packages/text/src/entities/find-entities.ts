import type { TextEntity } from './entity.ts'
import { findHashtags } from './find-hashtags.ts'
import { type FindMentionsOptions, findMentions } from './find-mentions.ts'
import { findUrls } from './find-urls.ts'
import { withoutOverlaps } from './without-overlaps.ts'

/** Which entities to look for. */
export interface FindEntitiesOptions {
  /** The forms of mention to look for; both when missing. */
  readonly mentionForms?: FindMentionsOptions['forms']
}

/**
 * Finds URLs, mentions and hashtags together, sorted by their start and without overlap: of two that overlap, the one
 * that starts first stands, so that nothing is found inside a URL.
 *
 * Never throws, and takes time linear in the text's length (sorting apart).
 */
export function findEntities(text: string, options: FindEntitiesOptions = {}): TextEntity[] {
  return withoutOverlaps<TextEntity>([
    ...findUrls(text),
    ...findMentions(text, { forms: options.mentionForms }),
    ...findHashtags(text),
  ])
}
