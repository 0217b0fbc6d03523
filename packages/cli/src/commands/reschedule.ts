import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { type Scheduled, type Scheduler, schedulerOf } from '../plan/scheduler.ts'
import { showScheduled } from '../plan/show-scheduled.ts'
import type { Run } from '../program.ts'

interface ChangeOptions {
  readonly by?: string | undefined
}

/** `tutti reschedule`: another time for a post. */
export function addReschedule(program: Command, run: Run): void {
  program
    .command('reschedule')
    .description('give a post of the calendar another time')
    .argument('<id>', 'the id of the post')
    .requiredOption('--at <time>', 'wall time and zone, or an instant')
    .option('--by <person>', 'who moves it, for the history')
    .action((id: string, { at, by }: ChangeOptions & { readonly at: string }, command: Command) =>
      run(command, (context) => change(context, (scheduler) => scheduler.reschedule(id, { at, by }))),
    )
}

/** `tutti cancel`: takes a post out of the calendar. */
export function addCancel(program: Command, run: Run): void {
  program
    .command('cancel')
    .description('take a post out of the calendar, as long as it has not begun to go out')
    .argument('<id>', 'the id of the post')
    .option('--by <person>', 'who cancels it, for the history')
    .action((id: string, { by }: ChangeOptions, command: Command) =>
      run(command, (context) => change(context, (scheduler) => scheduler.cancel(id, { by }))),
    )
}

async function change(context: Context, work: (scheduler: Scheduler) => Promise<Scheduled>): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const scheduled = await work(schedulerOf(session))
    output.json({ scheduled })
    showScheduled(output, [scheduled])
    return exitCodes.ok
  })
}
