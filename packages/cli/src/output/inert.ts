// What a terminal would obey instead of showing: controls (C0, DEL, C1), direction marks, invisible
// characters, and the tag characters. The joiners stay: emoji and many scripts need them.
const obeyed = /[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\p{Cs}]/gu

/** A text from outside on one line, with whatever a terminal would obey shown instead: `\u001b[31m`. */
export function inertLine(text: string): string {
  return text.replace(/[\t\r\n ]+/g, ' ').replace(obeyed, escapeCharacter)
}

/** As `inertLine`, with lines and blanks kept. */
export function inertText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(obeyed, escapeCharacter))
    .join('\n')
}

/** JSON is printed as other programs read it, and shows on a terminal what it holds. */
export function inertJson(json: string): string {
  // A line break between the members is the printer's own; inside a text it is escaped already.
  return json.replace(obeyed, (character) => (character === '\n' ? character : escapeCharacter(character)))
}

function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
