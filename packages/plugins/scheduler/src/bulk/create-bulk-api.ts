import type { Calendar } from '../calendar/calendar.ts'
import { nowAndThen } from '../calendar/now-and-then.ts'
import type { SeriesImports } from '../series/import-series.ts'
import type { SeriesStore } from '../series/series-store.ts'
import type { BulkApi, BulkFormat, ExportOptions } from './bulk-api.ts'
import { readCsv } from './csv/read-csv.ts'
import { writeCsv } from './csv/write-csv.ts'
import { exportedPosts } from './exported-posts.ts'
import { importRows } from './import-rows.ts'
import { readExportOptions, readImportOptions } from './inputs.ts'
import { readJson } from './json/read-json.ts'
import { writeJson } from './json/write-json.ts'
import { readText } from './read-text.ts'
import type { ReadRow } from './row.ts'
import { tidyBatches } from './tidy-batches.ts'

const readers: Readonly<Record<BulkFormat, (text: AsyncIterable<string>) => AsyncIterable<ReadRow>>> = {
  csv: readCsv,
  json: readJson,
  ics: async function* (text) {
    const { readIcal } = await import('./ical/read-ical.ts')
    yield* readIcal(text)
  },
}

const hourMs = 60 * 60_000

/** The methods about many posts at once. */
export function createBulkApi(calendar: Calendar, shelf: SeriesStore, seriesImports: SeriesImports): BulkApi {
  const { host, extensions } = calendar
  extensions.sweep.push(nowAndThen(host.clock, hourMs, () => tidyBatches(calendar, shelf)))
  return {
    async import(source, options) {
      const read = readImportOptions(options)
      return importRows(calendar, seriesImports, readers[read.format](readText(source)), read)
    },

    export(options) {
      const read = readExportOptions(options)
      if (read.format === 'ics') return exportIcal(calendar, shelf, read)
      return (read.format === 'csv' ? writeCsv : writeJson)(exportedPosts(calendar, read))
    },
  }
}

/** Only who wants a calendar loads what writes it. */
async function* exportIcal(calendar: Calendar, shelf: SeriesStore, options: ExportOptions): AsyncGenerator<string> {
  const { writeIcal } = await import('./ical/write-ical.ts')
  yield* writeIcal(calendar, shelf, options)
}
