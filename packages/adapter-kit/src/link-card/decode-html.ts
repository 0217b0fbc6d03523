import type { OutsideAnswer } from '@tutti/model'

/** How far browsers look for a page's own word about its encoding. */
const sniffedBytes = 1024

const byteOrderMarks: readonly (readonly [charset: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16be', 0xfe, 0xff],
  ['utf-16le', 0xff, 0xfe],
]

/**
 * The text of a page, in the encoding that browsers would choose: byte order mark, header, the
 * page's own `meta`. https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding,
 * read 2026-11-25. Where none of them says anything it is UTF-8, or, where it can't be, Windows-1252.
 */
export function decodeHtml({ bytes, charset }: Pick<OutsideAnswer, 'bytes' | 'charset'>): string {
  const named = markOf(bytes) ?? decoderOf(charset) ?? decoderOf(namedWithin(bytes))
  if (named) {
    return named.decode(bytes)
  }
  try {
    // A page that was cut may end within a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

type Decoder = InstanceType<typeof TextDecoder>

function markOf(bytes: Uint8Array): Decoder | undefined {
  const mark = byteOrderMarks.find(([, ...mark]) => mark.every((byte, index) => bytes[index] === byte))
  return mark && new TextDecoder(mark[0])
}

/** A name that nobody knows says nothing. */
function decoderOf(charset: string | undefined): Decoder | undefined {
  try {
    return charset === undefined ? undefined : new TextDecoder(charset)
  } catch {
    return undefined
  }
}

/** UTF-16 can't be named within the page: it would have to be read before. Browsers take UTF-8 then. */
function namedWithin(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, sniffedBytes))
  const charset = /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/i.exec(text)?.[1]
  return charset?.toLowerCase().startsWith('utf-16') ? 'utf-8' : charset
}
