import { InvalidInputError } from '@tutti/model'
import { CommanderError } from 'commander'
import type { GlobalOptions } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { createOutput } from './output/output.ts'
import { reportError } from './output/report-error.ts'
import { createProgram } from './program.ts'
import { refuseSecretFlags } from './refuse-secret-flags.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Runs one command: `await runCli(['post', 'Hello', '--json'], surroundings)`. Never rejects.
 * @returns what the process is to end with
 */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const globals = readGlobals(args)
  const output = createOutput(surroundings, globals)
  try {
    refuseSecretFlags(args)
    const finished: { exitCode: ExitCode } = { exitCode: exitCodes.ok }
    const program = createProgram({
      surroundings,
      output,
      finish: (exitCode) => {
        finished.exitCode = exitCode
      },
    })
    if (args.length === 0) {
      program.outputHelp()
      return exitCodes.ok
    }
    await program.parseAsync(args, { from: 'user' })
    return finished.exitCode
  } catch (error) {
    return error instanceof CommanderError
      ? reportCommanderError(error, () => reportError(toUsageError(error), output, globals.debug === true))
      : reportError(error, output, globals.debug === true)
  } finally {
    output.progress('')
  }
}

/** Reports an error that no command has waited for. @returns what the process is to end with */
export function reportCrash(error: unknown, args: readonly string[], surroundings: Surroundings): ExitCode {
  const globals = readGlobals(args)
  return reportError(error, createOutput(surroundings, globals), globals.debug === true)
}

/** Known before the arguments are parsed, so that a mistake in them is reported in the same way. */
function readGlobals(args: readonly string[]): GlobalOptions {
  return { json: args.includes('--json'), color: !args.includes('--no-color'), debug: args.includes('--debug') }
}

/** Help and version are no errors, though the parser ends with them as with one. */
function reportCommanderError(error: CommanderError, report: () => ExitCode): ExitCode {
  return error.exitCode === 0 || error.code === 'commander.help' ? exitCodes.ok : report()
}

function toUsageError(error: CommanderError): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-input',
    message: error.message.replace(/^error: /, ''),
    path: 'arguments',
    advice: 'See `tutti --help`, or `tutti <command> --help`.',
  })
}
