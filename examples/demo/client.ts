import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { bluesky } from '@tutti/bluesky'
import { createTutti } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { moderation, rules } from '@tutti/moderation'
import { reporter } from '@tutti/reporter'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import type { Platforms } from './platforms.ts'

/** The client of the demo: what an app would write, with the addresses of the fakes. */
export function createClient({ urls, bluesky: sky, mastodon: fedi, flaky }: Platforms, folder: string) {
  return createTutti({
    store: sqliteStore(join(folder, 'tutti.db')),
    // An app reads its key from the environment: what is encrypted with it can be read again after a restart.
    credentialKey: randomBytes(32).toString('base64'),
    channels: {
      sky: bluesky({ service: urls.bluesky }).channel({ identifier: 'bakery.test', appPassword: sky.appPassword() }),
      fedi: mastodon({ server: urls.mastodon }).channel({ accessToken: fedi.accessToken() }),
      club: mastodon({ server: urls.flaky }).channel({ accessToken: flaky.accessToken() }),
    },
    plugins: [
      scheduler({ timeZone: 'Europe/Rome' }),
      moderation({ rules: [rules.links({ max: 1 }), rules.words(['free followers'])] }),
      reporter(),
    ],
  })
}

/** The client with its channels and plugins, as TypeScript knows it. */
export type DemoClient = Awaited<ReturnType<typeof createClient>>
