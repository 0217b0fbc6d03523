/** The names that servers write; browsers know two thousand more, which stay as they are. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  euro: '€',
  copy: '©',
  reg: '®',
  trade: '™',
}

/** No reference is longer than this between `&` and `;`. */
const maxReferenceLength = 8

/** Replaces character references of HTML. What is none, or is no character, stays or becomes U+FFFD. */
export function decodeEntities(text: string): string {
  let start = text.indexOf('&')
  if (start === -1) {
    return text
  }
  let decoded = ''
  let reached = 0
  while (start !== -1) {
    const end = findSemicolon(text, start + 1)
    const character = end === -1 ? undefined : readReference(text.slice(start + 1, end))
    if (character !== undefined) {
      decoded += text.slice(reached, start) + character
      reached = end + 1
    }
    start = text.indexOf('&', character === undefined ? start + 1 : reached)
  }
  return decoded + text.slice(reached)
}

function findSemicolon(text: string, start: number): number {
  const limit = Math.min(text.length, start + maxReferenceLength + 1)
  for (let index = start; index < limit; index += 1) {
    if (text[index] === ';') {
      return index
    }
  }
  return -1
}

function readReference(reference: string): string | undefined {
  if (reference[0] !== '#') {
    return Object.hasOwn(named, reference) ? named[reference] : undefined
  }
  const digits = /^#(?:(\d{1,7})|x([0-9a-f]{1,6}))$/i.exec(reference)
  if (!digits) {
    return undefined
  }
  const code = digits[1] === undefined ? Number.parseInt(digits[2] as string, 16) : Number(digits[1])
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code)
}
