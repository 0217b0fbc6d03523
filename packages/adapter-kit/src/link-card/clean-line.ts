/** Control characters, halves of characters, what turns the direction of text around, and what can't be seen and joins nothing. */
const unprintable =
  /[\p{Cc}\p{Surrogate}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu

/** More than any platform shows. */
const maxCharacters = 5_000

/**
 * One line of plain text out of what a stranger wrote; `undefined` when nothing is left of it.
 * What joins emoji and letters stays.
 */
export function cleanLine(text: string): string | undefined {
  const line = text.slice(0, maxCharacters).replace(unprintable, ' ').replace(/\s+/g, ' ').trim()
  return line === '' ? undefined : line
}
