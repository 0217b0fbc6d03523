import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { schedulerOf } from '../plan/scheduler.ts'
import { showScheduled } from '../plan/show-scheduled.ts'
import { addPostOptions } from '../post/add-post-options.ts'
import { type PostOptions, readPost } from '../post/read-post.ts'
import type { Run } from '../program.ts'

interface ScheduleOptions extends PostOptions {
  readonly at: string
  readonly disambiguation?: string | undefined
  readonly late?: string | undefined
  readonly by?: string | undefined
}

const examples = `
Examples:
  tutti schedule "Fresh bread, as every Saturday." --at "2026-12-05T09:00[Europe/Rome]"
  tutti schedule --file story.txt --thread --at 2026-12-05T08:00Z --to sky --late ask

A time needs its zone: without one it would mean another hour on another machine. What is scheduled goes out
where a worker runs: tutti run.

--late, what is said in the configuration when absent, which is publish-within when it says nothing:
  publish-within  sent up to 15 minutes late, missed after that
  skip            never sent late: missed
  ask             waits until you decide, with tutti reschedule or tutti cancel

--disambiguation, when the clocks go forward and 02:30 does not exist, or back and it comes twice:
  compatible      03:30, as if they had not gone forward; the first of the two (the default)
  earlier         01:30; the first of the two
  later           03:30; the second of the two
  reject          refused: choose another time`

/** `tutti schedule`: puts a post into the calendar. */
export function addSchedule(program: Command, run: Run): void {
  addPostOptions(program.command('schedule').description('put a post into the calendar, checked now, sent at its time'))
    .requiredOption(
      '--at <time>',
      'wall time and zone, 2026-12-05T09:00[Europe/Rome], or an instant, 2026-12-05T08:00Z',
    )
    .option(
      '--disambiguation <which>',
      'for times that the clocks skip or repeat: compatible, earlier, later or reject, see below',
    )
    .option(
      '--late <what>',
      'what becomes of it when its time passes while no worker runs: publish-within, skip or ask, see below',
    )
    .option('--by <person>', 'who schedules it, for the history')
    .addHelpText('after', examples)
    .action((text: string | undefined, options: ScheduleOptions, command: Command) =>
      run(command, (context) => schedule(context, text, options)),
    )
}

async function schedule(context: Context, text: string | undefined, options: ScheduleOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  const { at, disambiguation, late, by } = options
  const post = await readPost(surroundings, text, options)
  return withSession(context, async (session) => {
    const scheduled = await schedulerOf(session).schedule(post, {
      at,
      disambiguation,
      late: late === undefined ? undefined : { policy: late },
      by,
    })
    output.json({ scheduled })
    showScheduled(output, [scheduled])
    output.hint('It goes out where a worker runs: tutti run')
    return exitCodes.ok
  })
}
