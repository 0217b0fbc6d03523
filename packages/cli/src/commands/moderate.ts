import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { moderationOf, outcomePaint, whyOf } from '../moderation.ts'
import { collectValues } from '../option-values.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'
import { createReferenceMemory } from '../references/reference-memory.ts'

interface ModerateOptions {
  readonly channel?: readonly string[] | undefined
}

/** `tutti moderate`: lets the rules of the configuration act on what people wrote. */
export function addModerate(program: Command, run: Run): void {
  program
    .command('moderate')
    .description('judge comments by the rules of the configuration, and hide what they hide')
    .option('--channel <channel>', 'on this channel only; again for more', collectValues)
    .action((options: ModerateOptions, command: Command) => run(command, (context) => moderate(context, options)))
}

async function moderate(context: Context, { channel }: ModerateOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  return withSession(context, async (session) => {
    const moderation = moderationOf(session)
    const verdicts = await moderation.moderate({ channels: channel, signal: surroundings.signal })
    const shortIds = await createReferenceMemory(session.store).remember(
      verdicts.map(({ channel: id, interaction: ref }) => ({ channel: id, ref })),
    )
    output.json({ verdicts: verdicts.map((verdict, index) => ({ ...verdict, shortId: shortIds[index] })) })
    output.table(
      ['channel', 'outcome', 'rule', 'comment', 'why'],
      verdicts.map((verdict, index) => [
        inertLine(verdict.channel),
        { text: inertLine(verdict.outcome), paint: outcomePaint(output, verdict) },
        inertLine(verdict.rule ?? ''),
        shortIds[index] ?? '',
        whyOf(verdict),
      ]),
    )
    if (verdicts.length === 0) output.hint('Nothing new breaks the rules.')
    return exitCodes.ok
  })
}
