import {
  afterPublish,
  aroundOperation,
  defineEvent,
  definePlugin,
  guardPublish,
  InvalidInputError,
  pluginRef,
  preparePost,
} from '@tutti/core'

export interface Counter {
  add(): Promise<number>
  read(): Promise<number>
}

export const counterChanged = defineEvent<{ readonly count: number }>()('counter.changed')

/** A small plugin that uses everything: a store, a timer, an event and a hook of each kind. */
export function counter(options: { readonly enabled?: boolean } = {}) {
  const unknown = Object.keys(options).find((name) => name !== 'enabled')
  if (unknown !== undefined) {
    throw new InvalidInputError({
      code: 'invalid-options',
      message: `counter({ ${unknown} }) is no option`,
      path: unknown,
    })
  }
  return definePlugin({
    ref: pluginRef<Counter>()('counter'),
    enabled: options.enabled,
    events: [counterChanged],
    hooks: [
      preparePost.use(() => undefined),
      guardPublish.use(() => undefined),
      aroundOperation.use((input, next) => next(input)),
      afterPublish.use(() => undefined),
    ],
    setup(host) {
      const { documents } = host.store
      host.onClose(host.clock.setTimer(60_000, () => {}))
      const read = async () => (await documents.get<number>('counts', 'all'))?.value ?? 0
      return {
        read,
        async add() {
          const count = (await read()) + 1
          await documents.put('counts', 'all', count, 'any')
          host.emit(counterChanged, { count })
          return count
        },
      }
    },
  })
}
