import { accentedLatin, spaces } from './x-characters.ts'
import type { XMentionEntity } from './x-entity.ts'
import { xSpanMaker } from './x-span.ts'

const mention =
  /(?<=^|[^a-zA-Z0-9_!#$%&*@＠]|(?:^|[^a-zA-Z0-9_+~.-])[rR][tT])[@＠]([a-zA-Z0-9_]{1,20})(?:\/([a-zA-Z][a-zA-Z0-9_-]{0,24}))?/g
const mayNotFollow = new RegExp(`[@＠${accentedLatin}]|://`, 'y')

/**
 * Finds accounts (`@name`) and lists (`@name/list`), from left to right. None begins directly behind an ASCII letter, a
 * digit or one of `_!#$%&*@`, but behind `RT`; none is followed by another `@`, by an accented Latin letter or by `://`.
 * Of a name longer than 20 characters the first 20 are taken.
 *
 * Source: twitter-text 3.1.0 and its published vectors, read 2026-11-25.
 */
export function findXMentions(text: string): XMentionEntity[] {
  const mentions: XMentionEntity[] = []
  const spanOf = xSpanMaker(text)
  let reached = 0
  for (const match of text.matchAll(mention)) {
    const [whole, name = '', list] = match
    const start = match.index
    const end = start + whole.length
    // The character before a mention must not belong to another one.
    if (start > 0 && start === reached) continue
    reached = end
    mayNotFollow.lastIndex = end
    if (mayNotFollow.test(text)) continue
    mentions.push({ kind: 'mention', name, ...(list === undefined ? {} : { list }), ...spanOf(start, end) })
  }
  return mentions
}

const replyStart = new RegExp(`^[${spaces}]*[@＠]([a-zA-Z0-9_]{1,20})`)

/**
 * The name of the account that a text answers, by X's old rule: the one that it begins with, white space apart. Undefined
 * where it begins with none.
 *
 * Source: twitter-text 3.1.0 and its published vectors, read 2026-11-25.
 */
export function findXReply(text: string): string | undefined {
  const match = replyStart.exec(text)
  if (match === null) return undefined
  mayNotFollow.lastIndex = match[0].length
  return mayNotFollow.test(text) ? undefined : match[1]
}
