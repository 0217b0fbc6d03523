// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g

/** Half a character, as cutting a text can leave it. */
const loneSurrogates = /\p{Surrogate}/gu

/** One line of text from outside, fit for a message: no control or direction characters, at most `maxLength` long. */
export function makePrintable(text: string, maxLength: number): string {
  const line = text
    .slice(0, maxLength * 4)
    .replace(unprintable, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  const cut = line.length > maxLength ? `${line.slice(0, maxLength)}…` : line
  return cut.replace(loneSurrogates, '')
}
