import type { TextSpan } from '../entities/entity.ts'
import { editText, type RichText } from './edit-text.ts'

// From a line end to the last one before anything is seen. The characters without white space are those nobody sees.
const lineEnds = /[\r\n][\s\u00ad\u2060\u200b-\u200d]*[\r\n]/g
const threeLineEnds = /[\r\n][^\r\n]*[\r\n][^\r\n]*[\r\n]/

/**
 * Makes several blank lines one, as Bluesky's app does before it publishes, and moves what stands in the text along. Lines
 * of white space and unseen characters are blank.
 */
export function collapseBlankLines<Span extends TextSpan>(richText: RichText<Span>): RichText<Span> {
  const edits = Array.from(richText.text.matchAll(lineEnds))
    .filter(({ 0: run }) => threeLineEnds.test(run))
    .map(({ 0: run, index }) => ({ start: index, end: index + run.length, replacement: '\n\n' }))
  return editText(richText, edits)
}
