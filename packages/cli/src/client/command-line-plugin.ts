import {
  aroundRequest,
  definePlugin,
  type HttpAnswer,
  type PluginHost,
  pluginRef,
  type VisibleRequest,
} from '@tutti/model'

/** What the command sees of the client: as much as any plugin does. */
export interface CommandLineApi {
  readonly host: PluginHost
  /** Told of each answer that arrives from now on. */
  onAnswer(listener: (request: VisibleRequest, answer: HttpAnswer) => void): void
}

/** The command is a plugin like others: what it can do, anybody's can. */
export function commandLinePlugin() {
  const listeners: ((request: VisibleRequest, answer: HttpAnswer) => void)[] = []
  return definePlugin({
    ref: pluginRef<CommandLineApi>()('commandLine'),
    hooks: [
      aroundRequest.use(async (request, next) => {
        const answer = await next(request)
        for (const listener of listeners) listener(request, answer)
        return answer
      }),
    ],
    setup: (host): CommandLineApi => ({ host, onAnswer: (listener) => void listeners.push(listener) }),
  })
}
