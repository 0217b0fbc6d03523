import { randomUUID } from 'node:crypto'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { openCalendarClient } from './calendar-client.ts'
import type { Job } from './lane.ts'

const dayMs = 24 * 60 * 60_000

/** Where the id and the time of a post are in its rows: in keys as UTF-16, in values as text. */
const key = (text: string) => Buffer.from(text, 'utf16le').swap16()
const placeOf = (at: number) => String(at).padStart(16, '0')
const wallTimeOf = (at: number) => new Date(at).toISOString().slice(0, -1)

/**
 * Puts so many posts into the calendar of a new file, over the year that begins tomorrow: one that is scheduled, and
 * copies of its rows under other ids and times. Scheduling each would take minutes.
 */
export async function fillCalendar(file: string, count: number): Promise<void> {
  const startAt = Date.now() + dayMs
  const first: Job = { id: randomUUID(), at: startAt }
  const client = await openCalendarClient({ file, work: false, done: () => {} })
  await client.plan([first])
  await client.close()

  const database = new DatabaseSync(file)
  // Nothing here has to survive a power cut.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; BEGIN')
  // In the order of each table's key: in another one every row would need a page that is on the disk by then.
  const posts = Array.from({ length: count - 1 }, randomUUID)
    .sort()
    .map((id) => ({ id, at: startAt + Math.floor(Math.random() * 365 * dayMs) }))
  copyRow(database, 'documents', "collection = 'posts'", first, posts)
  copyRow(database, 'due', "queue = 'posts'", first, posts)
  posts.sort((one, other) => one.at - other.at)
  copyRow(database, 'documents', "collection = 'by-time'", first, posts)
  copyRow(database, 'samples', 'true', first, posts)
  database.exec('COMMIT')
  database.close()
}

/** Reads the one row that a post has in a table, and writes it again as that of each other post. */
function copyRow(database: DatabaseSync, table: string, condition: string, first: Job, posts: readonly Job[]): void {
  const row = database.prepare(`SELECT * FROM ${table} WHERE ${condition}`).get()
  if (row === undefined) throw new Error(`nothing of a post is in ${table}`)
  const { sequence: _sequence, ...template } = row
  const names = Object.keys(template)
  const insert = database.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => '?')})`)
  const hasPlace = condition.includes('by-time')
  for (const { id, at } of posts) {
    const copy: Record<string, SQLOutputValue> = { ...template }
    if ('id_key' in copy) copy.id_key = key(hasPlace ? `${placeOf(at)} ${id}` : id)
    if ('due_at' in copy) copy.due_at = at
    if ('value' in copy) {
      copy.value = String(template.value)
        .replaceAll(first.id, id)
        .replaceAll(String(first.at), String(at))
        .replaceAll(wallTimeOf(first.at), wallTimeOf(at))
    }
    insert.run(...Object.values(copy))
  }
}
