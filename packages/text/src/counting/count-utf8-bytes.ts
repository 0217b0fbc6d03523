/**
 * Counts the bytes of the text's UTF-8 encoding, without encoding it. A lone surrogate counts 3, as `TextEncoder`
 * writes U+FFFD in its place.
 */
export function countUtf8Bytes(text: string): number {
  return countUtf8BytesBetween(text, 0, text.length)
}

/** The same for the part from UTF-16 offset `start` up to `end`; neither may lie inside a surrogate pair. */
export function countUtf8BytesBetween(text: string, start: number, end: number): number {
  let bytes = 0
  for (let index = start; index < end; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (isHighSurrogate(unit) && index + 1 < end && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 4
      index += 1
    } else bytes += 3
  }
  return bytes
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
