/** A range of a text in UTF-16 units. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A stretch of a text, with the entity that it is, if it is one. */
export interface TextSegment<Entity> {
  readonly text: string
  readonly entity?: Entity | undefined
}

/**
 * Cuts a text into its entities and what stands between them, for showing it: the segments' texts together are the text.
 * The entities must be sorted by their start. One that overlaps the one before, is empty or lies outside of the text is
 * left out. An empty text is one empty segment.
 */
export function segmentText<Entity extends TextRange>(
  text: string,
  entities: readonly Entity[],
): TextSegment<Entity>[] {
  const segments: TextSegment<Entity>[] = []
  let reached = 0
  for (const entity of entities) {
    const { start, end } = entity
    if (start < reached || end <= start || end > text.length) continue
    if (start > reached) segments.push({ text: text.slice(reached, start) })
    segments.push({ text: text.slice(start, end), entity })
    reached = end
  }
  if (reached < text.length || segments.length === 0) segments.push({ text: text.slice(reached) })
  return segments
}
