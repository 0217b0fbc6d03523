import { countGraphemes, countUtf8Bytes, findEntities, type TextEntity } from '@tutti/text'

/** Links, mentions and tags of a text by their place in its UTF-8 bytes: `app.bsky.richtext.facet`. */
export interface Facet {
  readonly index: { readonly byteStart: number; readonly byteEnd: number }
  readonly features: readonly [FacetFeature]
}

type FacetFeature =
  | { readonly $type: 'app.bsky.richtext.facet#link'; readonly uri: string }
  | { readonly $type: 'app.bsky.richtext.facet#mention'; readonly did: string }
  | { readonly $type: 'app.bsky.richtext.facet#tag'; readonly tag: string }

const maxTagGraphemes = 64
const maxTagBytes = 640

/** The handles that a text mentions, each once, in lower case. */
export function findHandles(text: string): readonly string[] {
  const handles = entitiesOf(text).flatMap((entity) => (entity.kind === 'mention' ? [entity.handle.toLowerCase()] : []))
  return [...new Set(handles)]
}

/**
 * The facets of a text. The server accepts offsets outside of it silently (recorded); these are
 * counted from the text itself. A mention whose DID is not in `dids` (by handle) stays plain text,
 * and so does a tag longer than the lexicon allows.
 */
export function makeFacets(text: string, dids: Readonly<Record<string, string>>): readonly Facet[] {
  return entitiesOf(text).flatMap((entity) => {
    const feature = makeFeature(entity, dids)
    if (!feature) return []
    return [{ index: { byteStart: entity.utf8Start, byteEnd: entity.utf8End }, features: [feature] as const }]
  })
}

function makeFeature(entity: TextEntity, dids: Readonly<Record<string, string>>): FacetFeature | undefined {
  switch (entity.kind) {
    case 'url':
      return { $type: 'app.bsky.richtext.facet#link', uri: toUri(entity.text) }
    case 'mention': {
      const did = dids[entity.handle.toLowerCase()]
      return did === undefined ? undefined : { $type: 'app.bsky.richtext.facet#mention', did }
    }
    case 'hashtag':
      return countGraphemes(entity.tag) <= maxTagGraphemes && countUtf8Bytes(entity.tag) <= maxTagBytes
        ? { $type: 'app.bsky.richtext.facet#tag', tag: entity.tag }
        : undefined
  }
}

function entitiesOf(text: string): readonly TextEntity[] {
  return findEntities(text, { mentionForms: ['atproto'] })
}

/** Addresses with letters outside ASCII are written the way URIs are. */
function toUri(address: string): string {
  return /^[\x21-\x7e]+$/.test(address) || !URL.canParse(address) ? address : new URL(address).href
}
