import { Command } from 'commander'
import { addApprove, addDrafts, addReject, addSubmit } from './commands/approve.ts'
import { addAuth } from './commands/auth.ts'
import { addCalendar } from './commands/calendar.ts'
import { addCapabilities } from './commands/capabilities.ts'
import { addChannels } from './commands/channels.ts'
import { addComments } from './commands/comments.ts'
import { addDecide } from './commands/decide.ts'
import { addDelete } from './commands/delete.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExport } from './commands/export.ts'
import { addHide, addUnhide } from './commands/hide.ts'
import { addImport } from './commands/import.ts'
import { addInit } from './commands/init.ts'
import { addMetrics } from './commands/metrics.ts'
import { addModerate } from './commands/moderate.ts'
import { addPause, addResume } from './commands/pause.ts'
import { addPost } from './commands/post.ts'
import { addPosts } from './commands/posts.ts'
import { addPreview } from './commands/preview.ts'
import { addQueue } from './commands/queue.ts'
import { addReply } from './commands/reply.ts'
import { addCancel, addReschedule } from './commands/reschedule.ts'
import { addAttempts, addRetry } from './commands/retry.ts'
import { addRun } from './commands/run.ts'
import { addSchedule } from './commands/schedule.ts'
import { addWatch } from './commands/watch.ts'
import type { Context, GlobalOptions } from './context.ts'
import { requireNode } from './doctor/check-node.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { readVersion } from './manifest.ts'
import type { Output } from './output/output.ts'
import type { Surroundings } from './surroundings.ts'

/** What a program is made of. */
export interface ProgramParts {
  readonly surroundings: Surroundings
  readonly output: Output
  finish(exitCode: ExitCode): void
}

/** Runs the work of one command and keeps what the process is to end with. */
export type Run = (command: Command, work: (context: Context) => Promise<ExitCode>) => Promise<void>

const exitCodeHelp = `
Ends with:${Object.entries({
  ok: 'done',
  internal: 'an error of tutti or of the store',
  usage: 'wrong arguments, configuration, post or file',
  authentication: 'a credential is missing or refused',
  refused: 'refused by the platform, or not published',
  unknown: 'may have happened: look before you repeat',
  limited: 'a limit is reached: later',
  notFound: 'does not exist',
  unreachable: 'platform or network failed',
  interrupted: 'broken off; run and watch end with 0',
})
  .map(([name, meaning]) => `\n  ${String(exitCodes[name as keyof typeof exitCodes]).padEnd(3)}  ${meaning}`)
  .join('')}
`

/** The command with all its subcommands. */
export function createProgram({ surroundings, output, finish }: ProgramParts): Command {
  const program = new Command('tutti')
  const run: Run = async (command, work) => {
    // The doctor says it among everything else.
    if (command.name() !== 'doctor') requireNode()
    finish(await work({ surroundings, output, globals: command.optsWithGlobals<GlobalOptions>() }))
  }
  program
    .description('Publish, answer, moderate and measure on many platforms at once.')
    .usage('<command> [arguments] [options]')
    .option('--config <file>', 'the configuration, instead of the nearest tutti.config.ts')
    .option('--json', 'print one JSON document, or one a line for streams')
    .option('--no-color', 'no colours, as with NO_COLOR')
    .option('--verbose', 'tell what goes on, on the error stream')
    .option('--debug', 'print the stack of an error')
    .helpOption('-h, --help', 'explain a command')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpCommand(false)
    .showHelpAfterError(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      // Errors are reported by ours, as text or as JSON.
      writeErr: () => {},
      getOutHelpWidth: () => surroundings.stdout.columns ?? 100,
      getOutHasColors: () => false,
    })
    .addHelpText('after', exitCodeHelp)
  program.commandsGroup('Set up:')
  addInit(program, run, surroundings.folder)
  addAuth(program, run)
  addDoctor(program, run)
  addChannels(program, run)
  addCapabilities(program, run)
  program.commandsGroup('Publish:')
  addPost(program, run)
  addPosts(program, run)
  addDecide(program, run)
  addDelete(program, run)
  addMetrics(program, run)
  program.commandsGroup('Plan:')
  addSchedule(program, run)
  addQueue(program, run)
  addCalendar(program, run)
  addPreview(program, run)
  addReschedule(program, run)
  addCancel(program, run)
  addAttempts(program, run)
  addRetry(program, run)
  addImport(program, run)
  addExport(program, run)
  addDrafts(program, run)
  addSubmit(program, run)
  addApprove(program, run)
  addReject(program, run)
  addPause(program, run)
  addResume(program, run)
  addRun(program, run)
  program.commandsGroup('Listen and answer:')
  addComments(program, run)
  addReply(program, run)
  addHide(program, run)
  addUnhide(program, run)
  addModerate(program, run)
  addWatch(program, run)
  return program
}
