import { type InteractionRef, InvalidInputError } from '@tutti/model'
import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { collectValues } from '../option-values.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'

interface ModerateOptions {
  readonly channel?: readonly string[] | undefined
}

/** What is used of a moderation plugin, where the configuration has one. */
interface Moderation {
  moderate(input: { readonly channels?: readonly string[] | undefined; readonly signal: AbortSignal }): Promise<
    readonly {
      readonly channel: string
      readonly interaction: InteractionRef
      readonly outcome: string
      readonly rule?: string | undefined
      readonly reason?: string | undefined
      readonly advice?: string | undefined
    }[]
  >
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
    const moderation = session.pluginNamed<Moderation>('moderation')
    if (moderation === undefined) {
      throw new InvalidInputError({
        code: 'invalid-options',
        message: 'the configuration has no rules: it lacks the plugin moderation',
        path: 'plugins',
        advice: 'Add moderation({ rules: […] }) of @tutti/moderation to the plugins of tutti.config.ts.',
      })
    }
    const verdicts = await moderation.moderate({ channels: channel, signal: surroundings.signal })
    output.json({ verdicts })
    output.table(
      ['channel', 'outcome', 'rule', 'where', 'why'],
      verdicts.map(({ channel: id, outcome, rule, reason, interaction, advice }) => [
        inertLine(id),
        { text: outcome, paint: outcome === 'hidden' ? output.style.green : output.style.yellow },
        inertLine(rule ?? ''),
        inertLine(interaction.url ?? interaction.id),
        inertLine([reason, advice].filter(Boolean).join('. ')),
      ]),
    )
    if (verdicts.length === 0) output.hint('Nothing breaks the rules.')
    return exitCodes.ok
  })
}
