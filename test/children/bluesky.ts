// A process that publishes on Bluesky until it is killed, or takes up what another one has left.
import { bluesky } from '@tutti/bluesky'
import { sqliteStore } from '@tutti/store-sqlite'
import { runAmbiguityChild } from '@tutti/testing/child'

await runAmbiguityChild({
  createChannel: (service, appPassword) => bluesky({ service }).channel({ identifier: 'alice.test', appPassword }),
  openStore: sqliteStore,
})
