import type { MetricName, MetricSample, PostRef } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import { sparkline } from '../output/sparkline.ts'
import type { Run } from '../program.ts'
import { postHelp } from '../references/argument-help.ts'
import type { Reference } from '../references/reference-memory.ts'
import { resolveReferences } from '../references/resolve-references.ts'
import { shortIdOf } from '../references/short-id.ts'

interface MetricsOptions {
  readonly channel?: string | undefined
}

/** What is used of a reporter, where the configuration has one: it remembers the numbers of earlier runs. */
interface Reporter {
  collect(input: {
    readonly posts: readonly { readonly channel: string; readonly ref: PostRef }[]
    readonly signal: AbortSignal
  }): Promise<{ readonly samples: readonly MetricSample[] }>
  series(input: {
    readonly channel: string
    readonly post: PostRef
    readonly metric: MetricName
  }): Promise<readonly MetricSample[]>
}

/** One metric of one post: its newest number, and the course of it. */
interface Row {
  readonly channel: string
  readonly post: PostRef
  readonly sample: MetricSample
  readonly history: readonly MetricSample[]
}

/** `tutti metrics`: measures posts now, and draws what a reporter has kept of them. */
export function addMetrics(program: Command, run: Run): void {
  program
    .command('metrics')
    .description('measure a post, on every channel where it stands')
    .argument('<post>', postHelp)
    .option('--channel <channel>', 'on this channel only')
    .action((name: string, options: MetricsOptions, command: Command) =>
      run(command, (context) => metrics(context, name, options)),
    )
}

async function metrics(context: Context, name: string, { channel }: MetricsOptions): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const reporter = session.pluginNamed<Reporter>('reporter')
    const references = await resolveReferences(session, name, channel)
    const rows: Row[] = []
    for (const reference of references) rows.push(...(await measure(session, context, reference, reporter)))
    output.json({ metrics: rows })
    output.table(
      ['channel', 'post', 'metric', 'now', 'change', 'over time'],
      rows.map(({ channel: id, post, sample, history }) => [
        inertLine(id),
        shortIdOf(id, post.id),
        sample.metric,
        sample.value === undefined ? `– (${sample.missing})` : String(sample.value),
        changeOf(history),
        sparkline(history.map(({ value }) => value)),
      ]),
    )
    if (rows.some(({ sample }) => sample.missing === 'subject-unseen')) {
      output.hint('The platform does not show the post yet: measure again in a minute.')
    }
    if (reporter === undefined) {
      output.hint('Add reporter() of @tutti/reporter to the plugins, and these numbers are drawn over time.')
    }
    return exitCodes.ok
  })
}

async function measure(
  session: Session,
  { surroundings: { signal } }: Context,
  { channel: id, ref }: Reference,
  reporter: Reporter | undefined,
): Promise<readonly Row[]> {
  const channel = await session.openChannel(id)
  if (!channel.supports('fetchPostMetrics')) throw session.unsupported(channel, 'fetchPostMetrics')
  const post = { ...ref, kind: 'post' } as PostRef
  const { samples } =
    reporter === undefined
      ? await channel.fetchPostMetrics({ posts: [post] }, { signal })
      : await reporter.collect({ posts: [{ channel: id, ref: post }], signal })
  const rows: Row[] = []
  for (const sample of samples) {
    const history = (await reporter?.series({ channel: id, post, metric: sample.metric })) ?? [sample]
    rows.push({ channel: id, post, sample, history })
  }
  return rows
}

function changeOf(history: readonly MetricSample[]): string {
  const numbers = history.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const [first] = numbers
  const last = numbers.at(-1)
  if (first === undefined || last === undefined || numbers.length < 2) return ''
  const change = last - first
  return change > 0 ? `+${change}` : String(change)
}
