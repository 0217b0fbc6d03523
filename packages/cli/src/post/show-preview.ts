import type { Issue, PreparedMedia, PreparedPart, PreparedPost, Preview } from '@tutti/model'
import { adviceOf } from '../output/advice-of.ts'
import { inertLine, inertText } from '../output/inert.ts'
import type { Output } from '../output/output.ts'

/** Shows per channel what would be sent: each part with its length by that platform's own count, and what is wrong. */
export function showPreview(output: Output, { postId, channels }: Preview): void {
  output.json({ postId, dryRun: true, channels })
  for (const prepared of Object.values(channels)) showPrepared(output, prepared)
  output.say(output.style.dim('Nothing was sent.'))
}

/** What would be sent to one channel. */
export function showPrepared(output: Output, { channel, platform, parts, firstComment, issues }: PreparedPost): void {
  const { bold, dim } = output.style
  const count = parts.length === 1 ? '1 part' : `${parts.length} parts`
  output.say(`${bold(inertLine(channel))} ${dim(`(${inertLine(platform)}, ${count})`)}`)
  for (const [index, part] of parts.entries()) showPart(output, `${index + 1}/${parts.length}`, part)
  if (firstComment !== undefined) showPart(output, 'first comment', firstComment)
  for (const issue of issues) showIssue(output, issue)
  output.say()
}

function showPart(output: Output, name: string, part: PreparedPart): void {
  const { dim, cyan } = output.style
  const lengths = part.lengths.map(({ actual, maximum, unit }) => `${actual}/${maximum} ${unit}`).join(', ')
  output.say(`  ${name}  ${dim(lengths)}`)
  if (part.contentWarning !== undefined) output.say(`    ${dim('warning')} ${inertLine(part.contentWarning)}`)
  for (const line of inertText(part.text).split('\n')) output.say(`    ${cyan('│')} ${line}`)
  for (const medium of part.media) output.say(`    ${dim(medium.kind)} ${inertLine(describeMedium(medium))}`)
  if (part.link !== undefined) output.say(`    ${dim('link')} ${inertLine(part.link.url)}`)
}

/** `cake.jpg, image/jpeg, 1200 × 800 pixels, 106 kB, “A lemon cake”`. */
function describeMedium({ fileName, mimeType, widthPixels, heightPixels, durationMs, byteLength, alt }: PreparedMedia) {
  return [
    fileName,
    mimeType,
    widthPixels === undefined || heightPixels === undefined ? undefined : `${widthPixels} × ${heightPixels} pixels`,
    durationMs === undefined ? undefined : `${(durationMs / 1000).toFixed(1)} s`,
    formatBytes(byteLength),
    alt ? `“${alt}”` : 'without a description',
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')
}

/** How the command says what a post says by a member. */
const ownAdvices: Readonly<Record<string, string>> = {
  'text-too-long': 'Shorten it, or say --thread to make a thread of it.',
}

/** One thing that `prepare` found. Shown under a preview and under a delivery that was held. */
export function showIssue(output: Output, issue: Issue): void {
  const { severity, code, message } = issue
  const { red, yellow } = output.style
  const mark = severity === 'error' ? red('✗') : yellow('!')
  output.say(`  ${mark} ${inertLine(message)}`)
  const advice = ownAdvices[code] ?? adviceOf(issue)
  if (advice !== undefined) output.say(`    ${inertLine(advice)}`)
}

/** A size as people write it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
