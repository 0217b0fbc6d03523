import { bluesky } from '@tutti/bluesky'
import {
  afterPublish,
  aroundOperation,
  aroundRequest,
  createTutti,
  definePlugin,
  guardPost,
  guardPublish,
  interactionReceived,
  pluginRef,
  preparePost,
  systemClock,
} from '@tutti/core'
import { mastodon } from '@tutti/mastodon'

/** Takes part in every hook that a post or a page meets, and does nothing there. */
const bystander = definePlugin({
  ref: pluginRef<object>()('bystander'),
  setup: () => ({}),
  hooks: [
    preparePost.use(() => {}),
    guardPost.use(() => {}),
    guardPublish.use(() => {}),
    interactionReceived.use(() => {}),
    aroundOperation.use((_input, next) => next()),
    aroundRequest.use((_request, next) => next()),
    afterPublish.use(() => {}),
  ],
})

/**
 * A client with both platforms on one server, memory as its store, and a clock of its own: the limits
 * of a process are shared by clock, and a round of the bench begins with its budget unused.
 */
export async function openTutti(server: string, { withHooks }: { readonly withHooks: boolean }) {
  return createTutti({
    channels: {
      fedi: mastodon({ server }).channel({ accessToken: 'token' }),
      sky: bluesky({ service: server }).channel({ identifier: 'bakery.example', appPassword: 'password' }),
    },
    plugins: withHooks ? [bystander] : [],
    clock: { ...systemClock },
    log: { debug() {}, info() {}, warn() {} },
  })
}

/** The client of `openTutti`. */
export type TuttiClient = Awaited<ReturnType<typeof openTutti>>
