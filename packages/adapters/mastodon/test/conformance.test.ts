import { describeAdapter, fakeMastodon } from '@tutti/testing'
import { mastodon } from '../src/index.ts'

const fake = fakeMastodon()

describeAdapter({
  create: (server) => mastodon({ server, ...fake.client }),
  credential: () => ({ accessToken: fake.accessToken() }),
  platform: fake,
})
