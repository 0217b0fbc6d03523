import { InvalidInputError } from '@tutti/model'
import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { formatTime } from '../output/format-time.ts'
import { isInMonth, readMonth, renderMonth, spanOf } from '../plan/month-grid.ts'
import { schedulerOf } from '../plan/scheduler.ts'
import { showScheduled } from '../plan/show-scheduled.ts'
import type { Run } from '../program.ts'

interface CalendarOptions {
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
}

/** `tutti calendar`: a month on the wall. */
export function addCalendar(program: Command, run: Run): void {
  program
    .command('calendar')
    .description('draw a month, with what went out and what will, by the clocks of the posts’ own zones')
    .argument('[month]', 'such as 2026-12; the current one when absent')
    .option('--channel <channel>', 'of this channel only')
    .option('--campaign <name>', 'of this campaign only')
    .action((month: string | undefined, options: CalendarOptions, command: Command) =>
      run(command, (context) => calendar(context, month, options)),
    )
}

async function calendar(context: Context, named: string | undefined, options: CalendarOptions): Promise<ExitCode> {
  const { output } = context
  const month = readMonth(named ?? formatTime(context.surroundings.clock.now()).slice(0, 7))
  if (month === undefined) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `"${named}" is no month`,
      path: 'month',
      advice: 'Write year and month: 2026-12.',
    })
  }
  return withSession(context, async (session) => {
    const around = await schedulerOf(session).list({ ...options, ...spanOf(month) })
    const posts = around.filter((post) => post.state !== 'cancelled' && isInMonth(month, post))
    output.json({ posts })
    for (const line of renderMonth(month, posts, output.style)) output.say(line)
    if (posts.length > 0) {
      output.say()
      showScheduled(output, posts)
    }
    return exitCodes.ok
  })
}
