// How a URL ends in running text follows the idea of Unicode Technical Standard #58 (draft 6 of 2025-12-22, read
// 2026-11-22): some characters end it, some end it only when nothing else follows, brackets belong to it in pairs.
// Where Chinese and Japanese put no space behind a full stop, that full stop ends the URL here.

const closerOf = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['（', '）'],
  ['［', '］'],
  ['「', '」'],
  ['『', '』'],
  ['【', '】'],
  ['〈', '〉'],
  ['《', '》'],
])
const closers = new Set(closerOf.values())

// White space, control characters, lone surrogates, invisible and direction-changing format characters, quotation
// marks, angle brackets, and the full-width punctuation that ends a clause.
const ending =
  /[\s\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"`\\<>“”„«»、。，．！？：；｡､]/u
// Belongs to the URL only when something follows that belongs to it.
const trailing = /[.,:;!?'*~&%|\p{Pi}\p{Pf}]|[^\P{Po}\0-\x7f]/u

// Most of most URLs: characters that always belong to it.
const plainRun = /[A-Za-z0-9/_=+@$#^-]+/y

// A bracket that is not closed within so many UTF-16 units, or that holds so many others, is taken for one that is
// never closed: so a text of nothing but brackets costs little.
const maxBracketLength = 256
const maxBracketDepth = 4

/**
 * Finds where a URL ends whose path, query or fragment begins at `start`: without trailing punctuation, without a
 * bracket that closes nothing in it, and without one that is never closed.
 */
export function findTailEnd(text: string, start: number): number {
  if (!'/?#'.includes(text.charAt(start)) || start >= text.length) return start
  const open: { closer: string; openedAt: number; endBefore: number }[] = []
  let end = start
  let index = start
  while (index < text.length) {
    plainRun.lastIndex = index
    if (plainRun.test(text)) {
      index = plainRun.lastIndex
      end = index
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
    const outermost = open[0]
    if (outermost !== undefined && index - outermost.openedAt > maxBracketLength) break
    if (open.length > maxBracketDepth || ending.test(character)) break
    const closer = closerOf.get(character)
    if (closer !== undefined) {
      open.push({ closer, openedAt: index, endBefore: end })
    } else if (closers.has(character)) {
      if (open.at(-1)?.closer !== character) break
      open.pop()
      end = index + 1
    } else if (!trailing.test(character)) {
      end = index + character.length
    }
    index += character.length
  }
  return open[0]?.endBefore ?? end
}
