import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import { schedulerOf } from '../plan/scheduler.ts'
import { readScope, type ScopeOptions, scopeInWords } from '../plan/scope.ts'
import type { Run } from '../program.ts'

interface PauseOptions extends ScopeOptions {
  readonly by?: string | undefined
}

const scoped = (command: Command): Command =>
  command
    .option('--channel <channel>', 'one channel')
    .option('--campaign <name>', 'one campaign')
    .option('--everything', 'all that this configuration publishes')
    .option('--by <person>', 'who decides it')

/** `tutti pause`: the brake. */
export function addPause(program: Command, run: Run): void {
  scoped(
    program
      .command('pause')
      .description('stop publishing at once, in every process: also what is claimed already')
      .requiredOption('--reason <text>', 'why, for everybody who wonders'),
  ).action((options: PauseOptions & { readonly reason: string }, command: Command) =>
    run(command, (context) => pause(context, options)),
  )
}

/** `tutti resume`: lets go of the brake. */
export function addResume(program: Command, run: Run): void {
  scoped(program.command('resume').description('end a pause: what waited goes on')).action(
    (options: PauseOptions, command: Command) => run(command, (context) => resume(context, options)),
  )
}

async function pause(
  context: Context,
  { reason, by, ...options }: PauseOptions & { readonly reason: string },
): Promise<ExitCode> {
  const { output } = context
  const scope = readScope(options)
  return withSession(context, async (session) => {
    const pause = await schedulerOf(session).pause({ ...scope, reason, by })
    output.json({ pause })
    output.say(`Paused: ${inertLine(scopeInWords(scope))}. Nothing more of it is sent until tutti resume.`)
    return exitCodes.ok
  })
}

async function resume(context: Context, { by, ...options }: PauseOptions): Promise<ExitCode> {
  const { output } = context
  const scope = readScope(options)
  return withSession(context, async (session) => {
    const wasPaused = await schedulerOf(session).resume({ ...scope, by })
    output.json({ resumed: wasPaused })
    const words = inertLine(scopeInWords(scope))
    output.say(wasPaused ? `Resumed: ${words}.` : `It was not paused: ${words}.`)
    return wasPaused ? exitCodes.ok : exitCodes.notFound
  })
}
