import { type ChannelMap, type ChannelResolver, createTutti, type Tutti } from '@tutti/core'
import {
  type ChannelDefinition,
  type Clock,
  type Logger,
  type OperationName,
  type Plugin,
  type ScopedStore,
  type TuttiClient,
  type UnknownChannel,
  UnsupportedOperationError,
} from '@tutti/model'
import { collect } from '../collect.ts'
import { type LoadedConfig, type LoadedOptions, loadConfig } from '../config/load-config.ts'
import type { Context } from '../context.ts'
import { noteLogger, quietLogger } from '../output/note-logger.ts'
import { type CommandLineApi, commandLinePlugin } from './command-line-plugin.ts'

/** An open client of the app's configuration, and what the command needs beside it. */
export interface Session {
  readonly config: LoadedConfig
  readonly client: TuttiClient
  /** The command's own part of the store. */
  readonly store: ScopedStore
  readonly storeIsDurable: boolean
  readonly clock: Clock
  /** Core's own members, for events. */
  readonly tutti: Tutti
  readonly onAnswer: CommandLineApi['onAnswer']
  /** The ids of `channels`, or every id; each is checked. */
  listChannels(channels?: readonly string[]): Promise<readonly string[]>
  /** @throws InvalidInputError `unknown-channel` */
  openChannel(id: string): Promise<UnknownChannel>
  /** The adapter and the account behind an id. */
  definitionOf(id: string): Promise<ChannelDefinition | undefined>
  /** The error for an operation that a channel does not have. */
  unsupported(channel: UnknownChannel, operation: OperationName): UnsupportedOperationError
  /** The public methods of a plugin of the app's, by its name. */
  pluginNamed<Api>(name: string): Api | undefined
  close(): Promise<void>
}

/**
 * Loads the configuration and opens a client. It sends nothing by itself: what is unfinished is only
 * taken up when somebody asks for it.
 */
export async function openSession(context: Context): Promise<Session> {
  const { output, globals } = context
  const config = await loadConfig(context)
  const { options } = config
  const plugin = commandLinePlugin()
  const log: Logger = options.log ?? (globals.verbose ? noteLogger(output) : quietLogger)
  // The types of the app's channels and plugins are not known here.
  const tutti = (await createTutti({
    ...(options as LoadedOptions & { channels: ChannelMap }),
    log,
    backgroundWork: false,
    plugins: [...((options.plugins ?? []) as readonly Plugin[]), plugin] as never,
  })) as unknown as Tutti & { readonly commandLine: CommandLineApi } & Readonly<Record<string, unknown>>
  for (const { credential } of Object.values(channelMapOf(options) ?? {})) {
    for (const secret of Object.values(credential.secrets)) output.redactor.add(secret)
  }
  tutti.on('warning.raised', ({ message }) => output.note(`Note: ${message}`))
  const { host, onAnswer } = tutti.commandLine
  return {
    config,
    client: host.client,
    store: host.store,
    storeIsDurable: host.storeIsDurable,
    clock: host.clock,
    tutti,
    onAnswer,
    listChannels: async (channels) => {
      if (channels === undefined) return collect(host.client.listChannels())
      for (const id of channels) await host.client.openChannel(id)
      return channels
    },
    openChannel: (id) => host.client.openChannel(id),
    definitionOf: async (id) => channelMapOf(options)?.[id] ?? resolverOf(options)?.resolve(id),
    unsupported: ({ id, platform }, operation) =>
      new UnsupportedOperationError({
        code: 'unsupported-operation',
        message: `${id}: ${platform} has no ${operation}`,
        channel: id,
        operation,
        advice: 'See `tutti capabilities` for what each channel can do.',
      }),
    pluginNamed: <Api>(name: string) => tutti[name] as Api | undefined,
    close: () => tutti.close(),
  }
}

/** Opens a session, does something with it, and closes it whatever happens. */
export async function withSession<T>(context: Context, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession(context)
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

function resolverOf({ channels }: LoadedOptions): ChannelResolver | undefined {
  return typeof channels.resolve === 'function' ? (channels as ChannelResolver) : undefined
}

function channelMapOf(options: LoadedOptions): ChannelMap | undefined {
  return resolverOf(options) === undefined ? (options.channels as ChannelMap) : undefined
}
