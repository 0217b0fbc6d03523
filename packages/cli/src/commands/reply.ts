import { InvalidInputError } from '@tutti/model'
import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'
import { readText } from '../read-text.ts'
import { commentHelp } from '../references/argument-help.ts'
import { createReferenceMemory } from '../references/reference-memory.ts'
import { resolveReference } from '../references/resolve-references.ts'
import { toInteractionRef } from '../references/to-interaction-ref.ts'
import { whereOf } from '../references/where.ts'

interface ReplyOptions {
  readonly file?: string | undefined
  readonly channel?: string | undefined
}

/** `tutti reply`: answers somebody. */
export function addReply(program: Command, run: Run): void {
  program
    .command('reply')
    .description('answer a comment or a mention')
    .argument('<comment>', commentHelp)
    .argument('[text]', 'the text; - for standard input')
    .option('-f, --file <path>', 'read the text from a file')
    .option('--channel <channel>', 'the channel, where the reference does not say it')
    .action((name: string, text: string | undefined, options: ReplyOptions, command: Command) =>
      run(command, (context) => reply(context, name, text, options)),
    )
}

async function reply(
  context: Context,
  name: string,
  argument: string | undefined,
  { file, channel: only }: ReplyOptions,
): Promise<ExitCode> {
  const { output, surroundings } = context
  const text = await readText(surroundings, { argument, file })
  if (text === undefined) {
    throw new InvalidInputError({ code: 'invalid-input', message: 'there is no text to answer with', path: 'text' })
  }
  return withSession(context, async (session) => {
    const reference = await resolveReference(session, name, only)
    const channel = await session.openChannel(reference.channel)
    if (!channel.supports('replyToInteraction')) throw session.unsupported(channel, 'replyToInteraction')
    const interaction = toInteractionRef(reference.ref)
    const { signal } = surroundings
    const { ref, warnings } = await channel.replyToInteraction({ interaction, text }, { signal })
    const answer = { channel: channel.id, ref }
    const [shortId] = await createReferenceMemory(session.store).remember([answer])
    output.json({ channel: channel.id, ref, shortId, reference: answer, warnings })
    output.say(`${output.style.green('answered')} ${inertLine(channel.id)} ${whereOf(ref)}`)
    for (const { message } of warnings) output.note(message)
    return exitCodes.ok
  })
}
