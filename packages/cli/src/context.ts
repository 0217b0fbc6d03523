import type { Output } from './output/output.ts'
import type { Surroundings } from './surroundings.ts'

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config?: string | undefined
  readonly json?: boolean | undefined
  readonly color?: boolean | undefined
  readonly verbose?: boolean | undefined
  readonly debug?: boolean | undefined
}

/** What each command gets beside its own arguments and options. */
export interface Context {
  readonly surroundings: Surroundings
  readonly output: Output
  readonly globals: GlobalOptions
}
