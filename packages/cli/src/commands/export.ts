import { open, rename, rm, writeFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { InvalidInputError } from '@tutti/model'
import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { instant, oneOf } from '../option-values.ts'
import { inertLine } from '../output/inert.ts'
import { type BulkFormat, bulkFormats, schedulerOf } from '../plan/scheduler.ts'
import type { Run } from '../program.ts'

interface ExportOptions {
  readonly format?: BulkFormat | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
  readonly force?: boolean | undefined
}

const help = `
Examples:
  tutti export december.csv --from 2026-12-01 --to 2027-01-01
  tutti export calendar.ics --channel sky
  tutti export --json | jq '.[].text'

What is over is left out. What is exported can be imported again, here or elsewhere.`

/** `tutti export`: the calendar into a file. */
export function addExport(program: Command, run: Run): void {
  program
    .command('export')
    .description('write the calendar as CSV, JSON or iCalendar')
    .argument('[file]', 'the file to write; standard output when absent')
    .option(
      '--format <format>',
      'csv, json or ics; by the name of the file when absent, csv without one',
      oneOf(bulkFormats),
    )
    .option('--from <day>', 'from this day, by UTC, or instant on', instant)
    .option('--to <day>', 'before this day or instant', instant)
    .option('--channel <channel>', 'of this channel only')
    .option('--campaign <name>', 'of this campaign only')
    .option('--force', 'replace a file that exists')
    .addHelpText('after', help)
    .action((file: string | undefined, options: ExportOptions, command: Command) =>
      run(command, (context) => exportCalendar(context, file, options)),
    )
}

async function exportCalendar(context: Context, file: string | undefined, options: ExportOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  const { force = false, ...filter } = options
  const format = options.format ?? bulkFormats.find((one) => `.${one}` === extname(file ?? '').toLowerCase())
  if (file === undefined && output.isJson && (format ?? 'json') !== 'json') {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `--json prints JSON, and --format ${format} is none`,
      path: 'format',
      advice: 'Name a file, or leave --json out.',
    })
  }
  return withSession(context, async (session) => {
    const { bulk, approvals } = schedulerOf(session)
    const chosen = format ?? (output.isJson && file === undefined ? 'json' : 'csv')
    const pieces = bulk.export({ ...filter, format: chosen })
    if (chosen === 'ics') {
      const timeless = (await approvals.list()).filter(({ at }) => at === undefined).length
      if (timeless > 0) output.note(`Left out for want of a time: ${timeless} of the drafts. --format csv has them.`)
    }
    if (file === undefined) {
      for await (const piece of pieces) output.data(piece)
      return exitCodes.ok
    }
    const path = resolve(surroundings.folder, file)
    await write(path, pieces, force)
    output.json({ file: path })
    output.say(`Written: ${inertLine(path)}`)
    return exitCodes.ok
  })
}

/** The file is there whole, or not at all. */
async function write(path: string, pieces: AsyncIterable<string>, force: boolean): Promise<void> {
  if (!force) await reserve(path)
  const part = `${path}.part`
  try {
    await writeFile(part, pieces).catch((cause) => refuse(path, cause))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    if (!force) await rm(path, { force: true })
    throw error
  }
}

/** Nobody else's file is replaced, and nobody else gets the name meanwhile. */
async function reserve(path: string): Promise<void> {
  const file = await open(path, 'wx').catch((cause) => refuse(path, cause))
  await file.close()
}

function refuse(path: string, cause: unknown): never {
  const code = (cause as { readonly code?: string }).code ?? ''
  if (!/^E[A-Z]+$/.test(code)) throw cause
  const isThere = code === 'EEXIST'
  throw new InvalidInputError({
    code: 'invalid-input',
    message: isThere ? `${path} exists` : `${path} can't be written`,
    path: 'file',
    advice: isThere ? 'Say --force to replace it.' : 'Name a file in a folder that exists.',
    cause,
  })
}
