import { definePlugin, deliveryChanged, guardPublish, type PluginHost, pluginRef } from '@tutti/core'
import { describePlugin } from '../../src/index.ts'
import { type Counter, counter } from '../counter-plugin.ts'

// Each of these plugins breaks one promise. describe-plugin-flags.test.ts runs this file in a process of its own and
// checks that the kit finds every one of them out.
type Setup = (host: PluginHost) => Counter

/** The healthy plugin with another setup. */
const withSetup =
  (change: (setup: Setup) => Setup) =>
  (more: object = {}) => {
    const plugin = counter({ ...more })
    return { ...plugin, setup: change(plugin.setup as Setup) as typeof plugin.setup }
  }

let shared = 0

const broken: Readonly<Record<string, (more?: object) => ReturnType<typeof counter>>> = {
  healthy: (more = {}) => counter({ ...more }),
  'leaves a timer behind': withSetup((setup) => (host) => {
    host.clock.setTimer(60_000, () => {})
    return setup(host)
  }),
  'uses a timer of its own': withSetup((setup) => (host) => {
    setInterval(() => {}, 60_000).unref()
    return setup(host)
  }),
  'listens to the process': withSetup((setup) => (host) => {
    process.on('beforeExit', () => {})
    return setup(host)
  }),
  'works before it is set up': (more = {}) => {
    setTimeout(() => {}, 1000).unref()
    return counter({ ...more })
  },
  'takes any option': () => counter(),
  'runs though it is switched off': (more = {}) => ({ ...counter({ ...more }), enabled: true }),
  'keeps its state in the module': withSetup((setup) => (host) => ({
    ...setup(host),
    add: async () => ++shared,
    read: async () => shared,
  })),
  'throws what is no error of ours': withSetup((setup) => (host) => {
    const api = setup(host)
    const add = () =>
      api.add().catch((error: Error) => {
        throw new Error(error.message)
      })
    return { ...api, add }
  }),
  'reports an error while nothing is wrong': withSetup((setup) => (host) => {
    const api = setup(host)
    host.onClose(() => {
      throw new Error('the clean-up fails')
    })
    return api
  }),
  'declares a hook without its own name in front': (more = {}) =>
    ({ ...counter({ ...more }), declares: [{ ...guardPublish, name: 'changed' }] }) as never,
}

for (const [name, create] of Object.entries(broken)) {
  describePlugin({
    name,
    create,
    exercise: ({ api }) => api.add(),
    inspect: ({ api }) => api.read(),
  })
}

// A dependency is part of the client, and may emit events of core's without harm.
const quiet = definePlugin({
  ref: pluginRef<Record<never, never>>()('quiet'),
  setup(host) {
    host.on(deliveryChanged, () => {})
    return {}
  },
})
describePlugin({
  name: 'healthy, with a dependency',
  create: (more) => counter({ ...more }),
  dependencies: () => [quiet],
  exercise: ({ api }) => api.add(),
})
