import { type ErrorRecord, InvalidInputError, type PostRef, TuttiError } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'
import { createReferenceMemory, type Reference } from '../references/reference-memory.ts'
import { resolveReferences } from '../references/resolve-references.ts'
import { whereOf } from '../references/where.ts'

interface DeleteOptions {
  readonly channel?: string | undefined
  readonly yes?: boolean | undefined
}

/** What became of one post that was to be deleted. Never "deleted" while it may be live. */
interface Deletion extends Reference {
  readonly state: 'deleted' | 'unsupported' | 'failed' | 'unknown'
  readonly error?: ErrorRecord | undefined
}

/** `tutti delete`: takes posts away, and says for each what became of it. */
export function addDelete(program: Command, run: Run): void {
  program
    .command('delete')
    .description('delete a post, on every channel where it stands')
    .argument('<post>', 'the id of the post, or a short name, address or reference of what stands on one channel')
    .option('--channel <channel>', 'on this channel only')
    .option('-y, --yes', 'do not ask')
    .action((name: string, options: DeleteOptions, command: Command) =>
      run(command, (context) => deletePosts(context, name, options)),
    )
}

async function deletePosts(context: Context, name: string, { channel, yes }: DeleteOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  return withSession(context, async (session) => {
    const references = await resolveReferences(session, name, channel)
    if (!yes && !(await isMeant(context, references))) return exitCodes.interrupted
    const memory = createReferenceMemory(session.store)
    const deletions: Deletion[] = []
    // The last part of a thread first: a thread is never left without its beginning.
    for (const reference of references.toReversed()) {
      const deletion = await deleteOne(session, reference, surroundings.signal)
      if (deletion.state === 'deleted') await memory.noteDeleted(reference, session.clock.now())
      deletions.unshift(deletion)
    }
    output.json({ deletions })
    const paint = { deleted: output.style.green, unknown: output.style.yellow }
    output.table(
      ['channel', 'state', 'where'],
      deletions.map(({ channel: id, state, ref, error }) => [
        inertLine(id),
        { text: state, paint: state === 'deleted' || state === 'unknown' ? paint[state] : output.style.red },
        error === undefined ? whereOf(ref) : inertLine(`${error.message}: ${error.advice}`),
      ]),
    )
    return exitCodeOfDeletions(deletions)
  })
}

async function isMeant({ surroundings: { prompts } }: Context, references: readonly Reference[]): Promise<boolean> {
  if (prompts === undefined) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'nobody is here to confirm a deletion',
      path: 'yes',
      advice: 'Say --yes where a script deletes.',
    })
  }
  const places = references.map(({ channel, ref }) => `  ${inertLine(channel)}: ${whereOf(ref)}`)
  return prompts.confirm({ message: `Delete for good?\n${places.join('\n')}` })
}

async function deleteOne(session: Session, reference: Reference, signal: AbortSignal): Promise<Deletion> {
  const channel = await session.openChannel(reference.channel)
  if (!channel.supports('deletePost')) {
    return { ...reference, state: 'unsupported', error: session.unsupported(channel, 'deletePost').toJSON() }
  }
  try {
    await channel.deletePost({ post: { ...reference.ref, kind: 'post' } as PostRef }, { signal })
    return { ...reference, state: 'deleted' }
  } catch (error) {
    if (!TuttiError.isInstance(error)) throw error
    const state = exitCodeOf(error) === exitCodes.unknown ? 'unknown' : 'failed'
    return { ...reference, state, error: error.toJSON() }
  }
}

function exitCodeOfDeletions(deletions: readonly Deletion[]): ExitCode {
  if (deletions.every(({ state }) => state === 'deleted')) return exitCodes.ok
  return deletions.some(({ state }) => state === 'unknown') ? exitCodes.unknown : exitCodes.refused
}
