import type { Surroundings } from '../surroundings.ts'
import { inertJson, inertText } from './inert.ts'
import { createRedactor, type Redactor } from './redactor.ts'
import { createStyle, type Style } from './style.ts'
import { type Cell, renderTable } from './table.ts'

/** How a command speaks: to a person, or to a program. Nothing that it prints holds a secret. */
export interface Output {
  /** Whether a program reads: one JSON document on standard output, or one a line. */
  readonly isJson: boolean
  readonly style: Style
  /** Where notes and progress go: whether a person watches them. */
  readonly isWatched: boolean
  readonly redactor: Redactor
  /** The result for a program; nothing is printed for a person. */
  json(document: unknown): void
  /** One of many results, on a line of its own. */
  jsonLine(document: unknown): void
  /** A line of the result for a person. Texts from outside must be inert. */
  say(text?: string): void
  /** A piece of data for a file or a pipe, as it is. A terminal shows it, and does not obey it. */
  data(piece: string): void
  table(heads: readonly string[], rows: readonly (readonly Cell[])[]): void
  /** What a person may do next, on the error stream; not for programs. */
  hint(text: string): void
  /** A remark on the error stream: also beside JSON. */
  note(text: string): void
  /** Replaces the line that says how far things are; an empty text takes it away. Only where a person watches. */
  progress(text: string): void
}

/** What of the output the global options decide. */
export interface OutputOptions {
  readonly json?: boolean | undefined
  readonly color?: boolean | undefined
}

/** Joins the surroundings' streams to an output. */
export function createOutput({ stdout, stderr, env }: Surroundings, options: OutputOptions): Output {
  const isJson = options.json === true
  const redactor = createRedactor()
  redactor.addVariables(env)
  const style = createStyle(stdout, env, options.color !== false)
  const isWatched = stderr.isTTY === true && !isJson
  let hasProgress = false
  const clearProgress = (): void => {
    if (hasProgress) stderr.write('\r\u001b[2K')
    hasProgress = false
  }
  const print = (text: string): void => {
    clearProgress()
    stdout.write(`${redactor.redact(text)}\n`)
  }
  const note = (text: string): void => {
    clearProgress()
    stderr.write(`${redactor.redact(inertText(text))}\n`)
  }
  return {
    isJson,
    style,
    isWatched,
    redactor,
    json: (document) => {
      if (isJson) print(inertJson(JSON.stringify(document, undefined, 2)))
    },
    jsonLine: (document) => {
      if (isJson) print(inertJson(JSON.stringify(document)))
    },
    say: (text = '') => {
      if (!isJson) print(text)
    },
    data: (piece) => {
      clearProgress()
      const text = redactor.redact(piece)
      stdout.write(stdout.isTTY ? inertText(text) : text)
    },
    table: (heads, rows) => {
      if (!isJson) print(renderTable(heads, rows, style, stdout.isTTY ? stdout.columns : undefined))
    },
    note,
    hint: (text) => {
      if (!isJson) note(text)
    },
    progress: (text) => {
      if (!isWatched) return
      clearProgress()
      if (text === '') return
      stderr.write(redactor.redact(text))
      hasProgress = true
    },
  }
}
