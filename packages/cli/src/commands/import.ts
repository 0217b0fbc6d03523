import { createReadStream } from 'node:fs'
import { extname, resolve } from 'node:path'
import { InvalidInputError } from '@tutti/model'
import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { oneOf } from '../option-values.ts'
import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import { type BulkFormat, bulkFormats, type ImportReport, schedulerOf } from '../plan/scheduler.ts'
import type { Run } from '../program.ts'

interface ImportOptions {
  readonly format?: BulkFormat | undefined
  readonly dryRun?: boolean | undefined
  readonly drafts?: boolean | undefined
  readonly trustMedia?: boolean | undefined
  readonly id?: string | undefined
  readonly by?: string | undefined
}

const help = `
Examples:
  tutti import december.csv --dry-run
  tutti import december.csv --by ada
  tutti import agency.ics --drafts

All rows are placed, or none; what is in the calendar already is not placed again. A CSV file begins with the names
of its columns; text and at are needed, and a time needs its zone: 2026-12-05T09:00[Europe/Rome]. For the others see
docs/guides/import-and-export.md, or the head of tutti export --format csv.`

/** `tutti import`: a file into the calendar. */
export function addImport(program: Command, run: Run): void {
  program
    .command('import')
    .description('place the posts of a CSV, JSON or iCalendar file in the calendar: all of them or none')
    .argument('<file>', 'the file; - for standard input')
    .option('--format <format>', 'csv, json or ics; by the name of the file when absent', oneOf(bulkFormats))
    .option('--dry-run', 'say what would happen, and place nothing')
    .option('--drafts', 'place all as drafts, whatever the file says')
    .option('--trust-media', 'read the files and addresses that the rows name: only where you trust who wrote them')
    .option('--id <name>', 'what this import is called')
    .option('--by <person>', 'who imports it, for the history')
    .addHelpText('after', help)
    .action((file: string, options: ImportOptions, command: Command) =>
      run(command, (context) => importFile(context, file, options)),
    )
}

async function importFile(context: Context, file: string, options: ImportOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  const format = options.format ?? formatOf(file)
  // Opened when it is read: a stream that nobody reads would fail with nobody listening.
  const open = () => (file === '-' ? surroundings.stdin : createReadStream(resolve(surroundings.folder, file)))
  return withSession(context, async (session) => {
    const report = await schedulerOf(session).bulk.import(counted(output, open, file), {
      format,
      dryRun: options.dryRun,
      as: options.drafts ? 'draft' : undefined,
      trustMedia: options.trustMedia,
      id: options.id,
      by: options.by,
      signal: surroundings.signal,
    })
    output.progress('')
    output.json(report)
    show(output, report)
    return report.counts.refused > 0 ? exitCodes.usage : exitCodes.ok
  })
}

function formatOf(file: string): BulkFormat {
  const extension = extname(file).slice(1).toLowerCase()
  const format = bulkFormats.find((one) => one === extension)
  if (format !== undefined) return format
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `the name ${JSON.stringify(file)} says no format`,
    path: 'format',
    advice: 'Say --format csv, json or ics.',
  })
}

/** The same pieces, while a person sees how far it is. */
async function* counted(output: Output, open: () => AsyncIterable<Uint8Array | string>, file: string) {
  let length = 0
  try {
    for await (const piece of open()) {
      length += piece.length
      output.progress(`${Math.ceil(length / 1000)} kB read`)
      yield piece
    }
  } catch (cause) {
    throw new InvalidInputError({ code: 'invalid-input', message: `${file} can't be read`, path: 'file', cause })
  }
}

const maxIssues = 50

function show({ say, style, hint }: Output, { rows, counts, isImported, isDryRun }: ImportReport): void {
  const troubled = rows.filter(({ issues }) => issues.length > 0)
  for (const { row, id, issues } of troubled.slice(0, maxIssues)) {
    for (const { severity, path, channel, message, advice } of issues) {
      const mark = severity === 'error' ? style.red('✗') : style.yellow('!')
      const place = [id, channel, path].filter((one) => one !== undefined).join(', ')
      say(`${mark} row ${row}${place === '' ? '' : inertLine(` (${place})`)}: ${inertLine(message)}`)
      say(`    ${inertLine(advice)}`)
    }
  }
  if (troubled.length > maxIssues) say(`… and ${troubled.length - maxIssues} more rows: --json has them all`)
  const fresh = isImported ? 'placed' : 'to be placed'
  say(`${counts.new} ${fresh}, ${counts.present} there already, ${counts.skipped} over, ${counts.refused} refused.`)
  if (counts.refused > 0) say(style.red('Nothing was placed: all rows are, or none.'))
  else if (isDryRun) hint('Nothing was placed: it was a dry run.')
}
