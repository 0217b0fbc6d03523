import type { PublishedPost } from '@tutti/model'
import { formatTime } from './output/format-time.ts'
import { inertLine, inertText } from './output/inert.ts'
import type { Output } from './output/output.ts'
import { whereOf } from './references/where.ts'

/** One post with all of its text, its lines as they were written, and where it stands. */
export function showWhole(output: Output, { ref, author, createdAt, text, media }: PublishedPost): void {
  const { cyan, dim } = output.style
  output.say(`${cyan(inertLine(author.handle))} ${dim(formatTime(createdAt))}`)
  for (const line of inertText(text).split('\n')) output.say(`  ${line}`)
  for (const { kind, alt } of media) output.say(`  ${dim(inertLine(kind.unified))} ${inertLine(alt ?? '')}`)
  output.say(`  ${dim(whereOf(ref))}`)
  output.say()
}
