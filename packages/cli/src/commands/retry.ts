import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { formatTime } from '../output/format-time.ts'
import { inertLine } from '../output/inert.ts'
import { schedulerOf } from '../plan/scheduler.ts'
import { exitCodeOfDeliveries } from '../post/exit-code-of-deliveries.ts'
import { showDeliveries } from '../post/show-deliveries.ts'
import type { Run } from '../program.ts'

interface RetryOptions {
  readonly channel?: string | undefined
}

/** `tutti attempts`: everything that was tried for a post of the calendar. */
export function addAttempts(program: Command, run: Run): void {
  program
    .command('attempts')
    .description('show everything that was tried for a post of the calendar')
    .argument('<id>', 'the id of the post')
    .action((id: string, _options: object, command: Command) => run(command, (context) => attempts(context, id)))
}

/** `tutti retry`: sends again what definitely is not there. */
export function addRetry(program: Command, run: Run): void {
  program
    .command('retry')
    .description('send a post of the calendar again where it definitely is not; refused while that is not known')
    .argument('<id>', 'the id of the post')
    .option('--channel <channel>', 'on this channel only')
    .action((id: string, options: RetryOptions, command: Command) =>
      run(command, (context) => retry(context, id, options)),
    )
}

async function attempts(context: Context, id: string): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const logs = await schedulerOf(session).attempts(id)
    output.json({ deliveries: logs })
    output.table(
      ['when', 'channel', 'what', 'part', 'outcome'],
      logs.flatMap(({ channel, attempts: tried }) =>
        tried.map(({ at, action, part, outcome, error }) => [
          formatTime(at),
          inertLine(channel),
          action,
          String(part + 1),
          inertLine(error === undefined ? outcome : `${outcome}: ${error.message}`),
        ]),
      ),
    )
    for (const { channel, state, reason } of logs) {
      output.say(`${inertLine(channel)}: ${state}${reason === undefined ? '' : `, ${inertLine(reason)}`}`)
    }
    return exitCodes.ok
  })
}

async function retry(context: Context, id: string, { channel }: RetryOptions): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const scheduled = await schedulerOf(session).retry(id, { channel })
    const asked = channel === undefined ? Object.keys(scheduled.preview.channels) : [channel]
    const found = await Promise.all(asked.map((one) => session.client.deliveries.get(id, one)))
    const deliveries = found.filter((delivery) => delivery !== undefined)
    output.json({ scheduled, deliveries: Object.fromEntries(deliveries.map((one) => [one.channel, one])) })
    showDeliveries(output, id, deliveries)
    return exitCodeOfDeliveries(deliveries)
  })
}
