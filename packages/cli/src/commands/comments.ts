import { iterate } from '@tutti/core'
import type { Interaction, InteractionKind, PostRef } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import { collect } from '../collect.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { collectValues, wholeNumber } from '../option-values.ts'
import type { Run } from '../program.ts'
import { createReferenceMemory } from '../references/reference-memory.ts'
import { resolveReferences } from '../references/resolve-references.ts'
import { showInteractions, toPrinted } from '../show-interactions.ts'

interface CommentsOptions {
  readonly channel?: string | undefined
  readonly kind?: readonly InteractionKind[] | undefined
  readonly limit: number
}

/** What people write, as against what they only click. */
const written: readonly InteractionKind[] = ['comment', 'reply', 'mention', 'quote', 'review']

/** `tutti comments`: what people wrote below one post, or everywhere. */
export function addComments(program: Command, run: Run): void {
  program
    .command('comments')
    .description('list what people wrote below a post, or lately on all channels')
    .argument('[post]', 'the id of the post, or a short name, address or reference')
    .option('--channel <channel>', 'on this channel only')
    .option(
      '--kind <kind>',
      'comment, reply, mention, quote, reaction, repost, follow …; again for more',
      collectValues,
    )
    .option('--limit <count>', 'at most so many', wholeNumber, 50)
    .action((name: string | undefined, options: CommentsOptions, command: Command) =>
      run(command, (context) => comments(context, name, options)),
    )
}

async function comments(context: Context, name: string | undefined, options: CommentsOptions): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const found =
      name === undefined
        ? await readLately(session, context, options)
        : await readBelow(session, context, name, options)
    const shortIds = await createReferenceMemory(session.store).remember(found)
    const printed = found.map((interaction, index) => toPrinted(interaction, shortIds[index]))
    output.json({ interactions: printed })
    showInteractions(output, printed)
    output.hint(found.length === 0 ? 'Nobody wrote anything yet.' : 'Answer with: tutti reply <id> "…"')
    return exitCodes.ok
  })
}

function readLately(session: Session, { surroundings }: Context, { channel, kind, limit }: CommentsOptions) {
  const channels = channel === undefined ? undefined : [channel]
  const interactions = session.client.interactions({ channels, kinds: kind ?? written, signal: surroundings.signal })
  return collect(interactions, limit)
}

async function readBelow(
  session: Session,
  { surroundings: { signal } }: Context,
  name: string,
  { channel: only, kind, limit }: CommentsOptions,
): Promise<readonly Interaction[]> {
  const found: Interaction[] = []
  for (const reference of await resolveReferences(session, name, only)) {
    const channel = await session.openChannel(reference.channel)
    if (!channel.supports('listComments')) throw session.unsupported(channel, 'listComments')
    const post = { ...reference.ref, kind: 'post' } as PostRef
    const pages = iterate((page) => channel.listComments({ ...page, post }, { signal }), { maxPages: 50 })
    found.push(...(await collect(pages, limit)))
  }
  // The parts of a thread hang below each other: what is below a later one is below the first one too.
  const unique = new Map(found.map((interaction) => [`${interaction.channel} ${interaction.ref.id}`, interaction]))
  return [...unique.values()]
    .filter((interaction) => kind === undefined || kind.includes(interaction.kind.unified as InteractionKind))
    .slice(0, limit)
}
