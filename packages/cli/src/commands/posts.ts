import { iterate } from '@tutti/core'
import { type Delivery, isFinalState, type PublishedPost } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import { collect } from '../collect.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { wholeNumber } from '../option-values.ts'
import { formatTime } from '../output/format-time.ts'
import { inertLine } from '../output/inert.ts'
import { exitCodeOfDeliveries } from '../post/exit-code-of-deliveries.ts'
import { stateCell } from '../post/show-deliveries.ts'
import { showProgress } from '../post/show-progress.ts'
import type { Run } from '../program.ts'
import { createReferenceMemory } from '../references/reference-memory.ts'
import { whereOf } from '../references/where.ts'

interface PostsOptions {
  readonly on?: string | undefined
  readonly recover?: boolean | undefined
  readonly limit: number
}

/** `tutti posts`: what was published from here, or what stands on a channel. */
export function addPosts(program: Command, run: Run): void {
  program
    .command('posts')
    .description('list what was published from here and what became of it')
    .option('--on <channel>', 'instead, ask the platform for the posts of one channel')
    .option('--recover', 'take up what is unfinished: read back what is unknown, send what is queued')
    .option('--limit <count>', 'at most so many, the newest first', wholeNumber, 20)
    .action((options: PostsOptions, command: Command) => run(command, (context) => posts(context, options)))
}

async function posts(context: Context, { on, recover = false, limit }: PostsOptions): Promise<ExitCode> {
  return withSession(context, async (session) => {
    if (on !== undefined) return listStanding(session, context, on, limit)
    if (recover) return recoverDeliveries(session, context)
    const newestFirst = (await readDeliveries(session)).toSorted((one, other) => other.createdAt - one.createdAt)
    await listDeliveries(session, context, newestFirst.slice(0, limit))
    if (newestFirst.length === 0) context.output.hint('Nothing was published from here yet: tutti post "Hello"')
    return exitCodes.ok
  })
}

async function recoverDeliveries(session: Session, context: Context): Promise<ExitCode> {
  const endProgress = showProgress(session, context.output)
  const { signal } = context.surroundings
  const recovered = await session.client.deliveries.recover({ signal }).finally(endProgress)
  const left = (await readDeliveries(session)).filter(
    ({ state, postId, channel }) =>
      !isFinalState(state) && !recovered.some((one) => one.postId === postId && one.channel === channel),
  )
  await listDeliveries(session, context, [...recovered, ...left])
  if (recovered.length + left.length === 0) context.output.hint('Everything is finished.')
  if (left.length > 0) {
    context.output.note('Another process is at what is not finished, or was until a minute ago: try again in a minute.')
  }
  return exitCodeOfDeliveries([...recovered, ...left])
}

async function readDeliveries({ client }: Session): Promise<readonly Delivery[]> {
  const all: Delivery[] = []
  const limit = 200
  for (let after: string | undefined; ; ) {
    const page = await client.deliveries.list({ after, limit })
    all.push(...page)
    const last = page.at(-1)?.postId
    if (page.length < limit || last === after) return all
    after = last
  }
}

async function listDeliveries(session: Session, { output }: Context, deliveries: readonly Delivery[]): Promise<void> {
  const memory = createReferenceMemory(session.store)
  const rows = []
  for (const delivery of deliveries) {
    const ref = delivery.parts.find((part) => part.ref !== undefined)?.ref
    const reference = ref === undefined ? undefined : { channel: delivery.channel, ref }
    const [shortId] = reference === undefined ? [] : await memory.remember([reference])
    const deletedAt = reference === undefined ? undefined : await memory.deletedAt(reference)
    rows.push({ ...delivery, shortId, reference, deletedAt })
  }
  output.json({ deliveries: rows })
  output.table(
    ['post', 'when', 'channel', 'state', 'id', 'where'],
    rows.map(({ shortId, createdAt, channel, state, postId, reference, deletedAt }) => [
      // What stands nowhere can't be named: there is nothing to answer, measure or delete.
      shortId ?? '–',
      formatTime(createdAt),
      inertLine(channel),
      deletedAt === undefined ? stateCell(output, state) : { text: 'deleted', paint: output.style.dim },
      inertLine(postId),
      reference === undefined ? '' : whereOf(reference.ref),
    ]),
  )
}

async function listStanding(session: Session, context: Context, on: string, limit: number): Promise<ExitCode> {
  const { output, surroundings } = context
  const channel = await session.openChannel(on)
  if (!channel.supports('listPosts')) throw session.unsupported(channel, 'listPosts')
  const { signal } = surroundings
  const pages = iterate((page) => channel.listPosts(page, { signal }), { maxPages: 50, limit: Math.min(limit, 100) })
  const standing = (await collect(pages, limit)).map(withoutRaw)
  const shortIds = await createReferenceMemory(session.store).remember(
    standing.map(({ ref }) => ({ channel: on, ref })),
  )
  output.json({
    posts: standing.map((post, index) => ({
      ...post,
      shortId: shortIds[index],
      reference: { channel: on, ref: post.ref },
    })),
  })
  output.table(
    ['post', 'when', 'replies', 'reactions', 'text'],
    standing.map(({ createdAt, counts, text }, index) => [
      shortIds[index] ?? '',
      formatTime(createdAt),
      String(counts.replies ?? '–'),
      String(counts.reactions ?? '–'),
      inertLine(text),
    ]),
  )
  return exitCodes.ok
}

/** The platform's own answers are as long as they like: they are not part of what the command promises. */
function withoutRaw({ raw: _raw, author, repostedBy: _repostedBy, ...post }: PublishedPost) {
  return { ...post, author: author.handle }
}
