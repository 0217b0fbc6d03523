import { TuttiError } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'

interface ChannelsOptions {
  readonly check?: boolean | undefined
}

/** Whose account a channel is, or why nobody knows. */
interface Account {
  readonly handle?: string | undefined
  readonly url?: string | undefined
  readonly error?: TuttiError | undefined
}

interface Row extends Account {
  readonly id: string
  readonly platform: string
  readonly platformName: string
}

/** `tutti channels`: what the configuration connects. */
export function addChannels(program: Command, run: Run): void {
  program
    .command('channels')
    .description('list the channels of the configuration')
    .option('--check', 'ask each platform whose account it is')
    .action((options: ChannelsOptions, command: Command) => run(command, (context) => channels(context, options)))
}

async function channels(context: Context, { check = false }: ChannelsOptions): Promise<ExitCode> {
  return withSession(context, async (session) => {
    const { output, surroundings } = context
    const rows: Row[] = []
    let exitCode: ExitCode = exitCodes.ok
    for (const id of await session.listChannels()) {
      const { platform } = await session.openChannel(id)
      const definition = await session.definitionOf(id)
      const row = { id, platform, platformName: definition?.adapter.displayName ?? platform }
      if (!check) {
        rows.push(row)
        continue
      }
      const account = await askAccount(session, id, surroundings.signal)
      if (account.error !== undefined) exitCode = exitCodeOf(account.error)
      rows.push({ ...row, ...account })
    }
    output.json({ channels: rows })
    output.table(
      check ? ['channel', 'platform', 'account'] : ['channel', 'platform'],
      rows.map((row) => [
        inertLine(row.id),
        inertLine(row.platformName),
        inertLine(row.handle ?? row.error?.message ?? ''),
      ]),
    )
    if (rows.length === 0) output.hint('There are no channels yet: add one to tutti.config.ts.')
    return exitCode
  })
}

async function askAccount(session: Session, id: string, signal: AbortSignal): Promise<Account> {
  try {
    const { profile } = await (await session.openChannel(id)).describe({ signal })
    return { handle: profile.handle, url: profile.url ?? profile.ref.url }
  } catch (error) {
    if (!TuttiError.isInstance(error)) throw error
    return { error }
  }
}
