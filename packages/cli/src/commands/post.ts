import type { Delivery, Preview } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-codes.ts'
import { addPostOptions } from '../post/add-post-options.ts'
import { exitCodeOfDeliveries, exitCodeOfIssues } from '../post/exit-code-of-deliveries.ts'
import { type PostOptions, readPost } from '../post/read-post.ts'
import { showDeliveries } from '../post/show-deliveries.ts'
import { showPreview } from '../post/show-preview.ts'
import { showProgress } from '../post/show-progress.ts'
import type { Run } from '../program.ts'
import { createReferenceMemory } from '../references/reference-memory.ts'

interface PostCommandOptions extends PostOptions {
  readonly dryRun?: boolean | undefined
  readonly onAbsent?: string | undefined
}

const examples = `
Examples:
  tutti post "The shop is open." --dry-run
  tutti post "A lemon cake." --media cake.jpg:"A lemon cake on a blue plate" --to sky --to fedi
  tutti post --file story.txt --thread --counter --id story-1
  echo "Good morning" | tutti post --json

The same --id again returns what is there instead of sending twice, also after a crash.

When the answer of the platform gets lost, tutti reads back whether the post stands. Some platforms can't rule out that
it appears later, so for a post that is not found there --on-absent says:
  ask             it waits for you: look at the platform, then tutti decide (the default)
  resend          it is sent again, and may then stand twice`

/** `tutti post`: publishes, or shows what would be published. */
export function addPost(program: Command, run: Run): void {
  addPostOptions(program.command('post').description('publish a post, or show what each channel would get'))
    .option('-n, --dry-run', 'show what would be sent, and send nothing')
    .option('--on-absent <what>', 'ask or resend: what to do about a post whose answer got lost, see below')
    .addHelpText('after', examples)
    .action((text: string | undefined, options: PostCommandOptions, command: Command) =>
      run(command, (context) => post(context, text, options)),
    )
}

async function post(context: Context, text: string | undefined, options: PostCommandOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  const post = await readPost(surroundings, text, options)
  return withSession(context, async (session) => {
    const preview = await session.client.prepare(post, { signal: surroundings.signal })
    if (options.dryRun) {
      showPreview(output, preview)
      return exitCodeOfIssues(Object.values(preview.channels))
    }
    const stoodBefore = await whereItStands(session, preview)
    const deliveries = await publish(session, context, preview, options)
    const result = await withShortIds(session, deliveries)
    output.json({ postId: preview.postId, stoodBefore: [...stoodBefore], deliveries: result })
    showDeliveries(output, preview.postId, deliveries, stoodBefore)
    return exitCodeOfDeliveries(deliveries)
  })
}

/** The channels on which this very content stands under its id already: there nothing will be sent. */
async function whereItStands({ client }: Session, { postId, channels }: Preview): Promise<ReadonlySet<string>> {
  const standing = new Set<string>()
  for (const [channel, prepared] of Object.entries(channels)) {
    const delivery = await client.deliveries.get(postId, channel)
    if (delivery?.state === 'published' && delivery.contentHash === prepared.contentHash) standing.add(channel)
  }
  return standing
}

async function publish(
  session: Session,
  { output, surroundings }: Context,
  preview: Preview,
  { onAbsent }: PostCommandOptions,
): Promise<readonly Delivery[]> {
  const endProgress = showProgress(session, output)
  try {
    const { deliveries } = await session.client.publish(preview, {
      signal: surroundings.signal,
      // Core refuses anything else, with the place.
      onAbsent: onAbsent as 'ask' | 'resend' | undefined,
    })
    return Object.values(deliveries)
  } finally {
    endProgress()
  }
}

/** Deliveries by channel, each with the references of its parts, as `tutti delete` and `tutti comments` take them. */
async function withShortIds(session: Session, deliveries: readonly Delivery[]) {
  const memory = createReferenceMemory(session.store)
  const entries = []
  for (const delivery of deliveries) {
    const { channel, parts } = delivery
    const references = parts.flatMap(({ ref }) => (ref === undefined ? [] : [{ channel, ref }]))
    await memory.remember(references)
    entries.push([channel, { ...delivery, references }] as const)
  }
  return Object.fromEntries(entries)
}
