import type { StreamItem } from '@tutti/model'
import { formatTime } from '../output/format-time.ts'
import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import { whereOf } from '../references/where.ts'
import { toPrinted } from '../show-interactions.ts'

/** Prints one thing that happened: a line for a person, a JSON document on one line for a program. */
export function showItem(output: Output, channel: string, item: StreamItem, shortId: string | undefined): void {
  const { dim, cyan } = output.style
  const { kind, cursor } = item
  if (item.kind === 'interaction') {
    const interaction = toPrinted(item.interaction, shortId)
    output.jsonLine({ kind, channel, cursor, interaction })
    const { createdAt, author, text } = interaction
    const what = `${cyan(inertLine(interaction.kind.unified))} ${inertLine(author.handle)}`
    output.say(`${dim(formatTime(createdAt))} ${dim(shortId ?? '')} ${inertLine(channel)} ${what} ${inertLine(text)}`)
    return
  }
  if (item.kind === 'post-deleted') {
    output.jsonLine({ kind, channel, cursor, post: { ref: item.post } })
    output.say(`${inertLine(channel)} ${cyan('deleted')} ${whereOf(item.post)}`)
    return
  }
  const { raw: _raw, author, repostedBy: _repostedBy, ...post } = item.post
  output.jsonLine({ kind, channel, cursor, post: { ...post, author: author.handle }, shortId })
  const what = `${cyan(item.kind === 'post' ? 'post' : 'edited')} ${inertLine(author.handle)}`
  output.say(
    `${dim(formatTime(post.createdAt))} ${dim(shortId ?? '')} ${inertLine(channel)} ${what} ${inertLine(post.text)}`,
  )
}
