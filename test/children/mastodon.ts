// A process that publishes on a Mastodon server until it is killed, or takes up what another one has left.
import { mastodon } from '@tutti/mastodon'
import { sqliteStore } from '@tutti/store-sqlite'
import { runAmbiguityChild } from '@tutti/testing/child'

await runAmbiguityChild({
  createChannel: (server, accessToken) => mastodon({ server }).channel({ accessToken }),
  openStore: sqliteStore,
})
