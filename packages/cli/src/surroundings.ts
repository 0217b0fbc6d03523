import type { Clock } from '@tutti/model'
import type { TuttiConfig } from './config/define-config.ts'
import type { Prompts } from './prompts.ts'

/** Where the command reads from: a file, a pipe or a terminal. */
export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean | undefined
}

/** Where the command writes to. */
export interface Sink {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** Everything that the command has around it, so that a test or another program can run it too. */
export interface Surroundings {
  /** The folder in which the search for `tutti.config.ts` begins. */
  readonly folder: string
  /** Variables; those of a `.env` file are added here. */
  readonly env: Record<string, string | undefined>
  readonly stdin: Input
  /** Results only. */
  readonly stdout: Sink
  /** Notes, progress and errors. */
  readonly stderr: Sink
  /** Absent where nobody can answer. */
  readonly prompts?: Prompts | undefined
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Shows an address to the person at the machine. Absent where nobody sits. */
  readonly openBrowser?: ((url: string) => void) | undefined
  /** Instead of a file that is searched for. */
  readonly config?: TuttiConfig | undefined
}
