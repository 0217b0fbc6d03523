import { atOf } from '../at-of.ts'
import type { WrittenPost } from '../row.ts'
import { type Column, columns } from './columns.ts'
import { inertCell } from './inert-cell.ts'
import { writeMembers } from './post-cells.ts'

/** Writes rows one by one. Every cell is quoted: no program splits one where another would not. */
export async function* writeCsv(posts: AsyncIterable<WrittenPost>): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync')
  // RFC 4180 ends lines so, and spreadsheets keep a single line feed within a cell.
  const line = (cells: readonly string[]) => stringify([cells], { quoted: true, record_delimiter: 'windows' })
  yield line(columns)
  for await (const post of posts) {
    const cells = new Map<Column, string>(writeMembers(post.post))
    cells.set('id', post.id)
    cells.set('state', post.state)
    if (post.time) cells.set('at', atOf(post.time))
    if (post.disambiguation !== 'compatible') cells.set('disambiguation', post.disambiguation)
    yield line(columns.map((column) => inertCell(cells.get(column) ?? '')))
  }
}
