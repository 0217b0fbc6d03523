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
  if (!mayBegin(text.charCodeAt(start), text.charAt(start + 1))) return undefined
  emojiPattern ??= new RegExp(emojiSource, 'vy')
  emojiPattern.lastIndex = start
  return emojiPattern.test(text) ? emojiPattern.lastIndex : undefined
}

/** Whether any emoji begins with this UTF-16 unit: asking for the pattern costs much more. */
function mayBegin(unit: number, next: string): boolean {
  if (unit < 0xa9) return keycapOrVariation.test(next)
  return unit === 0xa9 || unit === 0xae || (unit >= 0x203c && unit <= 0x3299) || (unit >= 0xd83c && unit <= 0xd83f)
}
