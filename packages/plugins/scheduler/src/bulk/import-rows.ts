import type { Calendar } from '../calendar/calendar.ts'
import type { SeriesImports } from '../series/import-series.ts'
import type { ImportedRow, ImportIssue, ImportOptions, ImportReport } from './bulk-api.ts'
import { judgeRow } from './judge-row.ts'
import { errorOf, type ReadRow } from './row.ts'
import { createRowNames, type NamedRow } from './row-names.ts'

/** So many rows are prepared at once: a store that writes to a disk has the whole chunk in one go. */
const chunkSize = 100

/**
 * Judges rows as they come and writes those that are new as a batch, of which nothing is seen before all rows were
 * read and none was refused. Memory holds one line of the report a row, whatever is in the file.
 */
export async function importRows(
  calendar: Calendar,
  seriesImports: SeriesImports,
  read: AsyncIterable<ReadRow>,
  options: ImportOptions,
): Promise<ImportReport> {
  const { batches, records } = calendar
  const { id: importId = crypto.randomUUID(), dryRun = false, signal } = options
  const batch = dryRun ? undefined : await batches.open()
  const rows: ImportedRow[] = []
  const names = createRowNames()
  const written: Written[] = []
  let isRefused = false
  let earliestAt = Number.POSITIVE_INFINITY

  const judge = async (one: NamedRow): Promise<ImportedRow> => {
    const { row, id, issues, value } = one
    const kind = value?.kind ?? 'post'
    if (!value || id === undefined || issues.length > 0) return { row, id, kind, outcome: 'refused', issues }
    const within = { ...options, importId, batch }
    if (value.kind === 'series') {
      const judged = await seriesImports.judge(value.series, row, within)
      if (judged.record && batch !== undefined && !isRefused) {
        written.push({ kind, id })
        if (!(await seriesImports.write(judged.record)))
          return { ...judged.row, outcome: 'refused', issues: [takenMeanwhile] }
      }
      return judged.row
    }
    const judged = await judgeRow(calendar, value, { row, id, rowHash: one.rowHash }, within)
    // Once it is clear that none will be placed, the rest is only looked at.
    if (judged.record && batch !== undefined && !isRefused) {
      written.push({ kind, id })
      if (!(await records.create(judged.record))) return { ...judged.row, outcome: 'refused', issues: [takenMeanwhile] }
    }
    return judged.row
  }

  const judgeAll = async (chunk: readonly NamedRow[]) => {
    signal?.throwIfAborted()
    for (const row of await Promise.all(chunk.map(judge))) {
      if (row.outcome === 'refused') isRefused = true
      if (row.outcome === 'new' && row.at !== undefined) earliestAt = Math.min(earliestAt, row.at)
      rows.push(row)
    }
  }

  const withdraw = async (abandoned: string) => {
    if (!(await batches.abandon(abandoned))) return
    const discard = ({ kind, id }: Written) =>
      kind === 'series' ? seriesImports.discard(id, abandoned) : records.discard(id, abandoned)
    for (let start = 0; start < written.length; start += chunkSize) {
      await Promise.all(written.slice(start, start + chunkSize).map(discard))
    }
    await batches.forget(abandoned)
  }

  try {
    let chunk: NamedRow[] = []
    for await (const one of read) {
      chunk.push(await names.give(one))
      if (chunk.length < chunkSize) continue
      await judgeAll(chunk)
      chunk = []
    }
    await judgeAll(chunk)
    if (earliestAt <= calendar.host.clock.now()) isRefused = refusePassed(rows, calendar.host.clock.now()) || isRefused
    if (batch !== undefined && !isRefused) await batches.commit(batch)
  } catch (error) {
    // What can't be taken back now is invisible, and a worker takes it back later.
    if (batch !== undefined) await withdraw(batch).catch(() => {})
    throw error
  }
  const isImported = batch !== undefined && !isRefused
  if (isImported) await tell(calendar, seriesImports, written)
  else if (batch !== undefined) await withdraw(batch)
  return { id: importId, isDryRun: dryRun, isImported, counts: count(rows), rows }
}

const takenMeanwhile: ImportIssue = errorOf(
  'id',
  'somebody else has placed a post of this id just now',
  'Run the import again.',
  'already-published',
)

/** A time that passed while the rest of the file was read is one that can't be kept. */
function refusePassed(rows: ImportedRow[], now: number): boolean {
  const passed = errorOf(
    'at',
    'the time has passed while the file was read',
    'Give it a time to come.',
    'schedule-in-past',
  )
  for (const [place, row] of rows.entries()) {
    if (row.outcome !== 'new' || row.at === undefined || row.at > now) continue
    rows[place] = { ...row, outcome: 'refused', issues: [...row.issues, passed] }
  }
  return true
}

interface Written {
  readonly kind: 'post' | 'series'
  readonly id: string
}

/** By the time that anybody is told, everything stands in the calendar. */
async function tell(calendar: Calendar, seriesImports: SeriesImports, written: readonly Written[]): Promise<void> {
  const tellOne = async ({ kind, id }: Written) => {
    if (kind === 'series') return seriesImports.begin(id)
    const record = (await calendar.records.find(id))?.record
    if (record) await calendar.tellPlaced(record)
  }
  for (let start = 0; start < written.length; start += chunkSize) {
    await Promise.all(written.slice(start, start + chunkSize).map(tellOne))
  }
}

function count(rows: readonly ImportedRow[]): ImportReport['counts'] {
  const counts = { new: 0, present: 0, skipped: 0, refused: 0 }
  for (const { outcome } of rows) counts[outcome] += 1
  return counts
}
