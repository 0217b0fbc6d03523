import { findEntities } from '@tutti/text'
import type { BlueskyEntity } from '@tutti/text/bluesky'
import { toUri } from './to-lexicon-form.ts'

/** Links, mentions and tags of a text by their place in its UTF-8 bytes: `app.bsky.richtext.facet`. */
// A type, not an interface: only a type is assignable to JsonObject.
export type Facet = {
  readonly index: { readonly byteStart: number; readonly byteEnd: number }
  readonly features: readonly [FacetFeature]
}

type FacetFeature =
  | { readonly $type: 'app.bsky.richtext.facet#link'; readonly uri: string }
  | { readonly $type: 'app.bsky.richtext.facet#mention'; readonly did: string }
  | { readonly $type: 'app.bsky.richtext.facet#tag'; readonly tag: string }

/** The handles that a text mentions, each once, in lower case. */
export function findHandles(text: string): readonly string[] {
  const entities = findEntities(text, { mentionForms: ['atproto'] })
  const handles = entities.flatMap((entity) => (entity.kind === 'mention' ? [entity.handle.toLowerCase()] : []))
  return [...new Set(handles)]
}

/**
 * The facets of a text. The server accepts offsets outside of it silently (recorded); these are
 * counted from the text itself. They are those that Bluesky's own app would make; a mention whose DID
 * is not in `dids` (by handle) stays plain text.
 */
export async function makeFacets(text: string, dids: Readonly<Record<string, string>>): Promise<readonly Facet[]> {
  // Loaded with the first post: its list of top-level domains is of no use to somebody who only reads.
  const { findBlueskyEntities } = await import('@tutti/text/bluesky')
  return findBlueskyEntities(text).flatMap((entity) => {
    const feature = makeFeature(entity, dids)
    if (!feature) return []
    return [{ index: { byteStart: entity.utf8Start, byteEnd: entity.utf8End }, features: [feature] as const }]
  })
}

function makeFeature(entity: BlueskyEntity, dids: Readonly<Record<string, string>>): FacetFeature | undefined {
  switch (entity.kind) {
    case 'url':
      return { $type: 'app.bsky.richtext.facet#link', uri: toUri(entity.uri) }
    case 'mention': {
      const did = dids[entity.handle.toLowerCase()]
      return did === undefined ? undefined : { $type: 'app.bsky.richtext.facet#mention', did }
    }
    case 'hashtag':
      return { $type: 'app.bsky.richtext.facet#tag', tag: entity.tag }
    case 'cashtag':
      return { $type: 'app.bsky.richtext.facet#tag', tag: `$${entity.symbol}` }
  }
}
