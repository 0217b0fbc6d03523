import type { TuttiError } from '@tutti/model'
import type { ImportedRow, ImportIssue, ImportOptions } from '../bulk/bulk-api.ts'
import { canonicalJson } from '../bulk/canonical-json.ts'
import { hasMedia } from '../bulk/media-of.ts'
import { errorOf } from '../bulk/row.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { isRefusal } from '../calendar/is-refusal.ts'
import { sha256Hex } from '../calendar/sha256-hex.ts'
import { composeSeries } from './compose-series.ts'
import { placeOccurrences } from './place-occurrences.ts'
import type { SeriesInput } from './series-api.ts'
import type { SeriesRecord, SeriesStore } from './series-store.ts'

/** Series that come with a batch. */
export function createSeriesImports(calendar: Calendar, shelf: SeriesStore) {
  return {
    /** Looks at a series as `create` would. Writes nothing. */
    async judge(
      input: SeriesInput,
      row: number,
      { as, trustMedia, batch }: ImportOptions & { readonly batch?: string | undefined },
    ): Promise<{ readonly row: ImportedRow; readonly record?: SeriesRecord | undefined }> {
      const about = { row, id: input.id, kind: 'series' as const }
      const refuse = (issue: ImportIssue) => ({ row: { ...about, outcome: 'refused' as const, issues: [issue] } })
      const rowHash = await sha256Hex(canonicalJson(input))
      try {
        const present = await shelf.find(input.id ?? '')
        if (present && (present.record.rowHash === rowHash || isSame(present.record, input))) {
          return { row: { ...about, outcome: 'present', issues: [] } }
        }
        if (present) {
          const message = `there is another series of the id ${JSON.stringify(input.id)}`
          return refuse(errorOf('id', message, 'Give it another id, or change the series.', 'already-published'))
        }
        if (!trustMedia && hasMedia([input.post, input.posts])) {
          const advice =
            'Import it with trustMedia where whoever wrote the file may have this machine read paths and URLs.'
          return refuse(errorOf('media', 'the series names media, and this import does not read any', advice))
        }
        const composed = await composeSeries(calendar, { ...input, approval: input.approval ?? as === 'draft' })
        return { row: { ...about, outcome: 'new', issues: [] }, record: { ...composed, batch, rowHash } }
      } catch (error) {
        if (!isRefusal(error)) throw error
        const { code, message, path, channel, advice }: TuttiError = error
        return refuse({ severity: 'error', code, message, path, channel, advice })
      }
    },

    /** @returns false when there is one of this id */
    write: (record: SeriesRecord): Promise<boolean> => shelf.create(record),
    discard: (id: string, batch: string): Promise<void> => shelf.discard(id, batch),
    /** Places what is near, once it has appeared. */
    begin: (id: string): Promise<void> => placeOccurrences(calendar, shelf, id),
  }
}

/** What `createSeriesImports` returns. */
export type SeriesImports = ReturnType<typeof createSeriesImports>

function isSame(present: SeriesRecord, { post, posts, rule, start, exceptDates = [], ...input }: SeriesInput): boolean {
  const wanted = [posts ?? [post], rule, start, exceptDates, input.timeZone ?? present.timeZone, input.until]
  const { exceptDates: excepted, timeZone, until } = present
  return (
    canonicalJson(wanted) === canonicalJson([present.posts, present.rule, present.start, excepted, timeZone, until])
  )
}
