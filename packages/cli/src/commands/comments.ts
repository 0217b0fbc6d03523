import { iterate } from '@tutti/core'
import type { Interaction, InteractionKind, PostRef, PublishedPost } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import { collect } from '../collect.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { collectValues, wholeNumber } from '../option-values.ts'
import type { Run } from '../program.ts'
import { postHelp } from '../references/argument-help.ts'
import { createReferenceMemory, type Reference } from '../references/reference-memory.ts'
import { resolveReferences } from '../references/resolve-references.ts'
import { showInteractions, toPrinted } from '../show-interactions.ts'
import { showWhole } from '../show-whole.ts'

interface CommentsOptions {
  readonly channel?: string | undefined
  readonly kind?: readonly InteractionKind[] | undefined
  readonly limit: number
}

/** What people write, as against what they only click. */
const written: readonly InteractionKind[] = ['comment', 'reply', 'mention', 'quote', 'review']

/** Bluesky leaves out of its notifications what the account has hidden. */
const hiddenHint = 'What is hidden may be missing here: `tutti comments <post>` has it.'

/** `tutti comments`: what people wrote below one post, or everywhere. */
export function addComments(program: Command, run: Run): void {
  program
    .command('comments')
    .description('list what people wrote below a post, or lately on all channels; show one comment whole')
    .argument('[post]', postHelp)
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
    const references = name === undefined ? undefined : await resolveReferences(session, name, options.channel)
    const about = await readComment(session, context, references)
    const found =
      references === undefined
        ? await readLately(session, context, options)
        : await readBelow(session, context, references, options)
    const shortIds = await createReferenceMemory(session.store).remember(found)
    const printed = found.map((interaction, index) => toPrinted(interaction, shortIds[index]))
    output.json({ comment: about && withoutRaw(about), interactions: printed })
    if (about !== undefined) showWhole(output, about)
    if (about === undefined || printed.length > 0) showInteractions(output, printed)
    if (found.length > 0) output.hint('Answer with: tutti reply <id> "…"')
    else if (about !== undefined) output.hint('Nobody answered yet.')
    else if (name !== undefined) output.hint('Nobody wrote anything yet.')
    else output.hint('Nobody wrote anything yet that is to be seen here.')
    if (name === undefined && (await someHide(session, options))) output.hint(hiddenHint)
    return exitCodes.ok
  })
}

/** Whether a channel of those asked for can hide comments. */
async function someHide(session: Session, { channel: only }: CommentsOptions): Promise<boolean> {
  for (const id of await session.listChannels(only === undefined ? undefined : [only])) {
    if ((await session.openChannel(id)).supports('hideInteraction')) return true
  }
  return false
}

/** The comment itself, where one was named and its platform shows it. */
async function readComment(
  session: Session,
  { surroundings: { signal } }: Context,
  references: readonly Reference[] = [],
): Promise<PublishedPost | undefined> {
  const [reference, ...others] = references
  if (reference?.ref.kind !== 'interaction' || others.length > 0) return undefined
  const channel = await session.openChannel(reference.channel)
  if (!channel.supports('fetchPost')) return undefined
  return channel.fetchPost({ post: { ...reference.ref, kind: 'post' } }, { signal })
}

function withoutRaw({ raw: _raw, author, ...post }: PublishedPost) {
  return { ...post, author: { handle: author.handle, displayName: author.displayName, url: author.url } }
}

function readLately(session: Session, { surroundings }: Context, { channel, kind, limit }: CommentsOptions) {
  const channels = channel === undefined ? undefined : [channel]
  const interactions = session.client.interactions({ channels, kinds: kind ?? written, signal: surroundings.signal })
  return collect(interactions, limit)
}

async function readBelow(
  session: Session,
  { surroundings: { signal } }: Context,
  references: readonly Reference[],
  { kind, limit }: CommentsOptions,
): Promise<readonly Interaction[]> {
  const found: Interaction[] = []
  for (const reference of references) {
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
