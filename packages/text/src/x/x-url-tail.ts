import { accentedLatin } from './x-characters.ts'

const letters = `a-z0-9\\u0400-\\u04ff${accentedLatin}`
const pathCharacter = `[${letters}!*';:=+,.$/%#\\[\\]\\u2013_~@|&-]`
const pathStretch = new RegExp(`${pathCharacter}+`, 'iy')
const atPathEnd = new RegExp(`[${letters}+=_#/-]`, 'i')
// Parentheses belong to a path in pairs, at most one pair within another.
const pairOfParentheses = new RegExp(
  `\\((?:${pathCharacter}+|${pathCharacter}*\\(${pathCharacter}+\\)${pathCharacter}*)\\)`,
  'iy',
)
const port = /:[0-9]+/y
const queryRun = /[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]+/iy
const atQueryEnd = /[a-z0-9\-_&=#/]/i

/** What follows the domain of an address: where port, path and query end. */
export interface XUrlTail {
  readonly end: number
  readonly hasPath: boolean
}

/** Reads port, path and query behind a domain, without punctuation that ends the sentence. */
export function readXUrlTail(text: string, start: number): XUrlTail {
  port.lastIndex = start
  const portEnd = port.test(text) ? port.lastIndex : start
  const pathEnd = findPathEnd(text, portEnd)
  return { end: findXQueryEnd(text, pathEnd), hasPath: pathEnd > portEnd }
}

function findPathEnd(text: string, start: number): number {
  if (text.charAt(start) !== '/') return start
  let end = start + 1
  let index = end
  while (index < text.length) {
    pairOfParentheses.lastIndex = index
    pathStretch.lastIndex = index
    if (pairOfParentheses.test(text)) {
      index = pairOfParentheses.lastIndex
      end = index
    } else if (pathStretch.test(text)) {
      const stretchStart = index
      index = pathStretch.lastIndex
      end = lastWhere(text, stretchStart, index, atPathEnd) ?? end
    } else break
  }
  return end
}

/** Where a query ends that begins at `start` with its question mark; `start` where none does. */
export function findXQueryEnd(text: string, start: number): number {
  if (text.charAt(start) !== '?') return start
  queryRun.lastIndex = start + 1
  return queryRun.test(text) ? (lastWhere(text, start + 1, queryRun.lastIndex, atQueryEnd) ?? start) : start
}

/** The offset behind the last character between the two that the pattern matches. */
function lastWhere(text: string, start: number, end: number, pattern: RegExp): number | undefined {
  for (let index = end; index > start; index -= 1) if (pattern.test(text.charAt(index - 1))) return index
  return undefined
}
