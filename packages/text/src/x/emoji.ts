// Written as a text because the flag v is newer than the syntax that we compile to. In sets of sequences the longest wins.
const emojiSource = '\\p{RGI_Emoji}|[#*0-9]\\u20e3'
let emojiPattern: RegExp | undefined
const keycapOrVariation = /[\u20e3\ufe0f]/

/**
 * Where the emoji ends that begins at `start`, or undefined where none does: an emoji of Unicode's recommended ones with
 * all that belongs to it (skin tone, joined persons, flags), or a keycap with its variation selector left out.
 *
 * X counts as one emoji what its own pictures show as one. That set is not published for today; Unicode's is what it
 * follows. One that is newer than the runtime counts by its pieces, which is never too low.
 */
export function emojiEnd(text: string, start: number): number | undefined {
  const unit = text.charCodeAt(start)
  const mayBegin = unit > 0x39 ? unit >= 0xa9 : keycapOrVariation.test(text.charAt(start + 1))
  if (!mayBegin) return undefined
  emojiPattern ??= new RegExp(emojiSource, 'vy')
  emojiPattern.lastIndex = start
  return emojiPattern.test(text) ? emojiPattern.lastIndex : undefined
}
