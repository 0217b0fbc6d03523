import { InvalidInputError, type PostRef } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../exit-codes.ts'
import { exitCodeOfDeliveries } from '../post/exit-code-of-deliveries.ts'
import { showDeliveries } from '../post/show-deliveries.ts'
import type { Run } from '../program.ts'
import { resolveReference } from '../references/resolve-references.ts'

interface DecideOptions {
  readonly part: string
  readonly published?: string | undefined
  readonly resend?: boolean | undefined
  readonly drop?: boolean | undefined
}

/** `tutti decide`: what a person saw, where nothing else can tell whether a post stands. */
export function addDecide(program: Command, run: Run): void {
  program
    .command('decide')
    .description('settle a delivery that needs a person: look at the platform first')
    .argument('<id>', 'the id of the post')
    .argument('<channel>', 'the channel')
    .option('--part <number>', 'the part of a thread, from 1', '1')
    .option('--published <post>', 'it stands there: its short name, address or reference')
    .option('--resend', 'it does not stand there: send it again')
    .option('--drop', 'it is no longer wanted')
    .action((postId: string, channel: string, options: DecideOptions, command: Command) =>
      run(command, (context) => decide(context, postId, channel, options)),
    )
}

async function decide(context: Context, postId: string, channel: string, options: DecideOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  return withSession(context, async (session) => {
    const decision = await readDecision(session, channel, options)
    const delivery = await session.client.deliveries.decide(
      { postId, channel, part: Number(options.part) - 1, ...decision },
      { signal: surroundings.signal },
    )
    output.json({ postId, deliveries: { [channel]: delivery } })
    showDeliveries(output, postId, [delivery])
    return exitCodeOfDeliveries([delivery])
  })
}

async function readDecision(session: Session, channel: string, { published, resend, drop }: DecideOptions) {
  const given = [published, resend, drop].filter((option) => option !== undefined)
  if (given.length !== 1) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'give one of --published <post>, --resend and --drop',
      path: 'decision',
    })
  }
  if (published === undefined) return { decision: resend ? 'resend' : 'drop' } as const
  const { ref } = await resolveReference(session, published, channel)
  return { decision: 'published', ref: { ...ref, kind: 'post' } as PostRef } as const
}
