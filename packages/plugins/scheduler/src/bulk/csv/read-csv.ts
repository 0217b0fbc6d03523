import type { Post } from '@tutti/model'
import type { Disambiguation } from '../../time/wall-time.ts'
import type { ImportIssue } from '../bulk-api.ts'
import { errorOf, type ReadRow } from '../row.ts'
import { type Cells, type Column, columnNames, columnOf } from './columns.ts'
import { activeCell } from './inert-cell.ts'
import { readMembers } from './post-cells.ts'

/** One row may be long, but a quote that nobody closed must not take the whole file into memory. */
const maxRowCharacters = 1_000_000

/** So much is parsed at once: its rows are in memory together. */
const pieceLength = 64 * 1024

/** Reads rows one by one. What is wrong with the file as a whole is an issue of the row at which it was noticed, the last. */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<ReadRow> {
  let heads: readonly (Column | undefined)[] | undefined
  let row = 0
  try {
    for await (const record of readRecords(text)) {
      row += 1
      if (record.every((cell) => cell === '')) continue
      if (heads) {
        yield readRecord(row, heads, record)
        continue
      }
      heads = record.map(columnOf)
      const issues = checkHeads(record, heads)
      if (issues.length > 0) {
        yield { row, issues }
        return
      }
    }
  } catch (error) {
    yield { row: row + 1, issues: [notCsv(error)] }
    return
  }
  if (heads) return
  const advice = `Begin it with the names of columns: ${columnNames}.`
  yield { row: 1, issues: [errorOf(undefined, 'the file is empty', advice)] }
}

/** Every record before the first mistake, then the mistake. A stream would throw away what nobody has read yet. */
async function* readRecords(text: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  const { parse } = await import('csv-parse')
  const { delimiter, pieces } = await findDelimiter(text)
  const found: (readonly string[])[] = []
  const parser = parse({
    delimiter,
    relax_column_count: true,
    max_record_size: maxRowCharacters,
    on_record: (record: readonly string[]) => {
      found.push(record)
      return null
    },
  })
  let failure: Error | undefined
  const ended = new Promise<void>((resolve) => {
    parser.once('error', (error) => {
      failure = error
      resolve()
    })
    parser.once('end', resolve)
  })
  parser.resume()
  const encoder = new TextEncoder()
  for await (const piece of pieces) {
    // By bytes: a letter of two halves must not be cut.
    const bytes = encoder.encode(piece)
    for (let start = 0; start < bytes.length && !failure; start += pieceLength) {
      await new Promise<void>((resolve) => parser.write(bytes.subarray(start, start + pieceLength), () => resolve()))
      yield* found.splice(0)
    }
    if (failure) break
  }
  if (!failure) parser.end()
  await ended
  yield* found.splice(0)
  if (failure) throw failure
}

/** Spreadsheets of countries that write 1,5 put semicolons between cells. The names of columns have neither. */
async function findDelimiter(text: AsyncIterable<string>) {
  const iterator = text[Symbol.asyncIterator]()
  let beginning = ''
  let next = await iterator.next()
  while (!next.done) {
    beginning += next.value
    if (/[\r\n]/.test(beginning.trimStart()) || beginning.length > maxRowCharacters) break
    next = await iterator.next()
  }
  async function* pieces(): AsyncGenerator<string> {
    if (beginning !== '') yield beginning
    if (!next.done) yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { delimiter: /[,;\t]/.exec(beginning)?.[0] ?? ',', pieces: pieces() }
}

function checkHeads(names: readonly string[], heads: readonly (Column | undefined)[]): readonly ImportIssue[] {
  const issues: ImportIssue[] = []
  for (const [place, column] of heads.entries()) {
    const name = names[place] ?? ''
    if (!column)
      issues.push(
        errorOf(name, `there is no column called ${JSON.stringify(name)}`, `These are known: ${columnNames}.`),
      )
    else if (heads.indexOf(column) < place)
      issues.push(errorOf(column, `the column ${column} stands there twice`, 'Take one away.'))
  }
  for (const needed of ['text', 'at'] as const) {
    if (!heads.includes(needed))
      issues.push(errorOf(needed, `the column ${needed} is missing`, `Add it; its cells may be empty.`))
  }
  return issues
}

function readRecord(row: number, heads: readonly (Column | undefined)[], record: readonly string[]): ReadRow {
  if (record.length > heads.length) {
    const message = `the row has ${record.length} cells, and there are ${heads.length} columns`
    return { row, issues: [errorOf(undefined, message, 'Put quotes around texts that have a comma or a line break.')] }
  }
  const filled = record.map((cell, place) => [heads[place], activeCell(cell)] as const)
  const cells: Cells = new Map(
    filled.filter((entry): entry is [Column, string] => entry[0] !== undefined && entry[1] !== ''),
  )
  const members = readMembers(cells)
  const more = readMore(cells.get('more'), members)
  if ('issue' in more) return { row, issues: [more.issue] }
  const value = {
    kind: 'post',
    id: cells.get('id'),
    at: cells.get('at')?.trim(),
    timeZone: cells.get('timeZone')?.trim(),
    // What it may be is checked with everything else.
    disambiguation: cells.get('disambiguation') as Disambiguation | undefined,
    state: cells.get('state')?.trim(),
    post: { text: '', ...members, ...more.members } as Post,
  } as const
  return { row, value, issues: [] }
}

function readMore(
  cell: string | undefined,
  members: object,
): { readonly issue: ImportIssue } | { readonly members: object } {
  if (cell === undefined) return { members: {} }
  let more: unknown
  try {
    more = JSON.parse(cell)
  } catch {
    return { issue: errorOf('more', 'the cell more is no JSON', 'Write an object: {"perChannel": …}.') }
  }
  if (typeof more !== 'object' || more === null || Array.isArray(more)) {
    return { issue: errorOf('more', 'the cell more is no JSON object', 'Write an object: {"perChannel": …}.') }
  }
  const twice = Object.keys(more).find((name) => Object.hasOwn(members, name))
  if (twice === undefined) return { members: more }
  return { issue: errorOf('more', `${twice} stands in more and in a cell of its own`, 'Take one away.') }
}

function notCsv(error: unknown): ImportIssue {
  const { code, message = 'it is no CSV' } = error as { code?: string; message?: string }
  const advice = code?.includes('QUOTE')
    ? 'Put quotes around the whole cell, and double each quote in it: "He said ""yes""".'
    : 'Save it as CSV in UTF-8, with one row a post.'
  return errorOf(undefined, `the file can't be read on: ${message}`, advice)
}
