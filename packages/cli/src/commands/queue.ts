import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { wholeNumber } from '../option-values.ts'
import { inertLine } from '../output/inert.ts'
import { openStates } from '../plan/open-states.ts'
import { schedulerOf } from '../plan/scheduler.ts'
import { scopeInWords } from '../plan/scope.ts'
import { showScheduled } from '../plan/show-scheduled.ts'
import type { Run } from '../program.ts'

interface QueueOptions {
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
  readonly days: number
  readonly all?: boolean | undefined
}

const dayMs = 86_400_000

/** `tutti queue`: what will go out next, what should have, and what is paused. */
export function addQueue(program: Command, run: Run): void {
  program
    .command('queue')
    .description('list what goes out next, what should have gone out, and what is paused')
    .option('--channel <channel>', 'on this channel only')
    .option('--campaign <name>', 'of this campaign only')
    .option('--days <count>', 'so many days ahead', wholeNumber, 14)
    .option('--all', 'also what has fired or was cancelled, of as many days back')
    .action((options: QueueOptions, command: Command) => run(command, (context) => queue(context, options)))
}

async function queue(context: Context, { channel, campaign, days, all = false }: QueueOptions): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const scheduler = schedulerOf(session)
    const now = session.clock.now()
    const posts = await scheduler.list({
      channel,
      campaign,
      states: all ? undefined : openStates,
      from: all ? now - days * dayMs : undefined,
      to: now + days * dayMs,
    })
    const [pauses, overdue, { workers }] = await Promise.all([
      scheduler.pauses(),
      scheduler.overdue(),
      scheduler.health(),
    ])
    output.json({ posts, pauses, overdue, workers })
    for (const { scope, reason } of pauses) {
      output.say(output.style.red(`Paused: ${inertLine(scopeInWords(scope))}, because: ${inertLine(reason)}`))
    }
    if (posts.length > 0) showScheduled(output, posts)
    else if (overdue.length === 0) output.hint(`Nothing in the next ${days} days: tutti schedule "Hello" --at …`)
    for (const { scheduled, reason, detail } of overdue) {
      output.say(output.style.yellow(`Overdue: ${inertLine(scheduled.id)} is ${reason}: ${inertLine(detail)}`))
      if (reason === 'not-published')
        output.hint(
          `tutti attempts ${inertLine(scheduled.id)} says why, tutti retry ${inertLine(scheduled.id)} tries again`,
        )
    }
    if (posts.length > 0 && !workers.some(({ isAlive }) => isAlive)) output.note('No worker is running: tutti run')
    return exitCodes.ok
  })
}
