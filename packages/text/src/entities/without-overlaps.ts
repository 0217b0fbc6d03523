import type { TextSpan } from './entity.ts'

/** Sorts spans by their start; of two that overlap, only the one that starts first stands. */
export function withoutOverlaps<Span extends TextSpan>(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start)
  let end = 0
  return sorted.filter((span) => {
    if (span.start < end) return false
    end = span.end
    return true
  })
}
