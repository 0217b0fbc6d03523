import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bluesky } from '@tutti/bluesky'
import { createTutti, folderMediaStore } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { moderation } from '@tutti/moderation'
import { reporter } from '@tutti/reporter'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'

const silent = { debug() {}, info() {}, warn() {} }

/** A whole client over both platforms, each on a socket, that has already read what the platforms are like. */
export async function openTwoPlatforms() {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-bad-input-'))
  const fedi = fakeMastodon()
  const sky = fakeBluesky()
  const server = await fedi.start()
  const service = await sky.start()
  const channels = {
    fedi: mastodon({ server }).channel({ accessToken: fedi.accessToken() }),
    sky: bluesky({ service }).channel({ identifier: 'alice.test', appPassword: sky.appPassword() }),
  }
  const tutti = await createTutti({
    channels,
    log: silent,
    store: sqliteStore(join(folder, 'tutti.db')),
    mediaStore: folderMediaStore(join(folder, 'media')),
    plugins: [scheduler(), moderation({ rules: [] }), reporter()],
  })
  await tutti.prepare({ text: 'What are your limits?' })
  const known = [fedi, sky].map(({ platform }) => platform.requests.length)
  return {
    tutti,
    platforms: [fedi, sky],
    channels,
    folder,
    server,
    service,
    /** What was sent since the start, without what `prepare` asked for then. */
    sent: () =>
      [fedi, sky].flatMap(({ platform }, index) =>
        platform.requests.slice(known[index]).map(({ method, path }) => `${platform.id}: ${method} ${path}`),
      ),
    async close() {
      await tutti.close()
      await fedi.stop()
      await sky.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What `openTwoPlatforms` opens. */
export type TwoPlatforms = Awaited<ReturnType<typeof openTwoPlatforms>>
