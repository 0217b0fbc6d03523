import { operationNames, type PlatformLimits } from '@tutti/model'
import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'

interface CapabilitiesOptions {
  readonly live?: boolean | undefined
}

/** `tutti capabilities`: what each channel can do, and what a post there may be. */
export function addCapabilities(program: Command, run: Run): void {
  program
    .command('capabilities')
    .description('show what channels can do, and what a post there may be')
    .argument('[channel...]', 'some channels; all when absent')
    .option('--live', 'ask the servers: what they and the accounts can do, not what the adapters can')
    .action((ids: readonly string[], options: CapabilitiesOptions, command: Command) =>
      run(command, (context) => capabilities(context, ids, options)),
    )
}

async function capabilities(
  context: Context,
  ids: readonly string[],
  { live = false }: CapabilitiesOptions,
): Promise<ExitCode> {
  return withSession(context, async (session) => {
    const { output, surroundings } = context
    const channels: Awaited<ReturnType<typeof readCapabilities>>[] = []
    for (const id of await session.listChannels(ids.length > 0 ? ids : undefined)) {
      channels.push(await readCapabilities(session, id, live ? surroundings.signal : undefined))
    }
    output.json({ channels })
    const used = operationNames.filter((name) => channels.some(({ operations }) => operations.includes(name)))
    const heads = ['', ...channels.map(({ id }) => inertLine(id))]
    const yesOrNo = (has: boolean) => (has ? { text: '✓', paint: output.style.green } : '–')
    output.table(heads, [
      ['platform', ...channels.map(({ platform }) => inertLine(platform))],
      ...used.map((name) => [name, ...channels.map(({ operations }) => yesOrNo(operations.includes(name)))]),
      ['text', ...channels.map(({ limits }) => describeText(limits))],
      ['media', ...channels.map(({ limits }) => describeMedia(limits))],
      ['fields', ...channels.map(({ limits }) => limits.fields.join(', '))],
      ['visibility', ...channels.map(({ limits }) => limits.visibilities.join(', '))],
      ['own operations', ...channels.map(({ native }) => native.join(', ') || '–')],
    ])
    return exitCodes.ok
  })
}

async function readCapabilities(session: Session, id: string, signal: AbortSignal | undefined) {
  const channel = await session.openChannel(id)
  const definition = await session.definitionOf(id)
  const declared = definition?.adapter.operations ?? {}
  const description = signal === undefined ? undefined : await channel.describe({ signal })
  return {
    id,
    platform: definition?.adapter.displayName ?? channel.platform,
    operations: description?.operations ?? operationNames.filter((name) => declared[name] !== undefined),
    native: Object.keys(channel.native),
    limits: description?.limits ?? channel.limits,
    guarantees: description?.guarantees ?? definition?.adapter.guarantees,
    server: description?.server,
  }
}

function describeText({ text }: PlatformLimits): string {
  return text.map(({ maximum, unit }) => `${maximum} ${unit}`).join(', ')
}

function describeMedia({ media }: PlatformLimits): string {
  const kinds = Object.entries(media).map(([kind, limit]) => `${limit?.maxCount} ${kind}`)
  return kinds.join(', ') || 'none'
}
