/** The facets that an app writes for the hashtags of a text; none without any. */
export function hashtagFacets(text: string): { readonly facets?: readonly object[] } {
  const facets = [...text.matchAll(/(?<=^|\s)#(\w+)/g)].map(({ 0: shown, 1: tag, index }) => {
    const byteStart = Buffer.byteLength(text.slice(0, index))
    return {
      index: { byteStart, byteEnd: byteStart + Buffer.byteLength(shown) },
      features: [{ $type: 'app.bsky.richtext.facet#tag', tag }],
    }
  })
  return facets.length === 0 ? {} : { facets }
}
