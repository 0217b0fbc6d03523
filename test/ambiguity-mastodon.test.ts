import { mastodon } from '@tutti/mastodon'
import { describeAmbiguity, fakeMastodon } from '@tutti/testing'

const shared = {
  createChannel: (server: string, accessToken: string) => mastodon({ server }).channel({ accessToken }),
  secret: (fake: ReturnType<typeof fakeMastodon>) => fake.accessToken(),
  childScript: new URL('./children/mastodon.ts', import.meta.url),
}

describeAmbiguity({
  ...shared,
  name: 'Mastodon',
  createFake: (clock) => fakeMastodon({ clock }),
  protectsRepeats: true,
})

describeAmbiguity({
  ...shared,
  name: 'a server of Mastodon’s API that ignores idempotency keys',
  createFake: (clock) => fakeMastodon({ clock, ignoresIdempotencyKeys: true }),
  protectsRepeats: false,
})
