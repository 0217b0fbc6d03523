/** One part of a text that was split. Plain JSON. */
export interface TextPart {
  /** What to send: the part's stretch of the source, with the counter where there is one. */
  readonly text: string
  /** The part's stretch of the source alone: `source.slice(sourceStart, sourceEnd)`. */
  readonly body: string
  /** Offset of the body in the source, in UTF-16 units. */
  readonly sourceStart: number
  /** Offset in the source just behind the body, in UTF-16 units. */
  readonly sourceEnd: number
  /** White space of the source before the body that is not sent; only the first part can have it. */
  readonly separatorBefore: string
  /** White space of the source behind the body that is not sent. */
  readonly separatorAfter: string
}

/**
 * Gives back exactly the text that was split, without the counters. The parts must be all parts of one split, in order.
 */
export function joinParts(parts: readonly TextPart[]): string {
  return parts.map(({ separatorBefore, body, separatorAfter }) => separatorBefore + body + separatorAfter).join('')
}
