import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'
import { commentHelp } from '../references/argument-help.ts'
import { resolveReference } from '../references/resolve-references.ts'
import { toInteractionRef } from '../references/to-interaction-ref.ts'
import { whereOf } from '../references/where.ts'

type Visibility = 'hidden' | 'shown'

interface HideOptions {
  readonly channel?: string | undefined
}

/** `tutti hide`: hides a comment where the platform can. */
export function addHide(program: Command, run: Run): void {
  add(program, run, 'hide', 'hide a comment below one of your posts', 'hidden')
}

/** `tutti unhide`: shows a hidden comment again. */
export function addUnhide(program: Command, run: Run): void {
  add(program, run, 'unhide', 'show a hidden comment again', 'shown')
}

function add(program: Command, run: Run, name: string, description: string, visibility: Visibility): void {
  program
    .command(name)
    .description(description)
    .argument('<comment>', commentHelp)
    .option('--channel <channel>', 'the channel, where the reference does not say it')
    .action((comment: string, options: HideOptions, command: Command) =>
      run(command, (context) => setVisibility(context, comment, options, visibility)),
    )
}

async function setVisibility(
  context: Context,
  name: string,
  { channel: only }: HideOptions,
  visibility: Visibility,
): Promise<ExitCode> {
  const { output, surroundings } = context
  return withSession(context, async (session) => {
    const reference = await resolveReference(session, name, only)
    const channel = await session.openChannel(reference.channel)
    const input = { interaction: toInteractionRef(reference.ref) }
    const call = { signal: surroundings.signal }
    if (visibility === 'hidden') {
      if (!channel.supports('hideInteraction')) throw session.unsupported(channel, 'hideInteraction')
      await channel.hideInteraction(input, call)
    } else {
      if (!channel.supports('unhideInteraction')) throw session.unsupported(channel, 'unhideInteraction')
      await channel.unhideInteraction(input, call)
    }
    output.json({ ...reference, state: visibility })
    output.say(`${output.style.green(visibility)} ${inertLine(channel.id)} ${whereOf(reference.ref)}`)
    return exitCodes.ok
  })
}
