/** One item may be long, but a bracket that nobody closed must not take the whole file into memory. */
const maxItemCharacters = 1_000_000

/** Thrown where no item begins. */
export class NotJsonError extends Error {}

/**
 * Cuts the objects out of an array, or out of a file with one object after another, without looking into them.
 * @throws NotJsonError for anything else between them, and for a file that ends too early
 */
export async function* splitJson(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let item = ''
  let depth = 0
  let isText = false
  let isEscaped = false
  let array: 'unknown' | 'none' | 'open' | 'closed' = 'unknown'
  let needsComma = false
  for await (const piece of pieces) {
    let start = depth > 0 ? 0 : -1
    for (let place = 0; place < piece.length; place += 1) {
      const character = piece[place] as string
      if (depth > 0) {
        if (isText) {
          if (isEscaped) isEscaped = false
          else if (character === '\\') isEscaped = true
          else if (character === '"') isText = false
          continue
        }
        if (character === '"') isText = true
        else if (character === '{' || character === '[') depth += 1
        else if (character === '}' || character === ']') depth -= 1
        if (depth > 0) continue
        yield item + piece.slice(start, place + 1)
        item = ''
        start = -1
        needsComma = array === 'open'
        continue
      }
      if (/\s/.test(character)) continue
      if (character === '{' && !needsComma && array !== 'closed') {
        if (array === 'unknown') array = 'none'
        depth = 1
        start = place
      } else if (character === '[' && array === 'unknown') array = 'open'
      else if (character === ',' && needsComma) needsComma = false
      else if (character === ']' && array === 'open') array = 'closed'
      else throw new NotJsonError(`there is ${JSON.stringify(character)} where an object should begin`)
    }
    if (depth > 0) item += piece.slice(start)
    if (item.length > maxItemCharacters) throw new NotJsonError('one item is too long, or has no end')
  }
  if (depth > 0 || array === 'open') throw new NotJsonError('the file ends too early')
}
