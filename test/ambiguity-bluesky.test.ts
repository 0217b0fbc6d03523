import { bluesky } from '@tutti/bluesky'
import { describeAmbiguity, fakeBluesky } from '@tutti/testing'

describeAmbiguity({
  name: 'Bluesky',
  createFake: (clock) => fakeBluesky({ clock }),
  createChannel: (service, appPassword) => bluesky({ service }).channel({ identifier: 'alice.test', appPassword }),
  secret: (fake) => fake.appPassword(),
  protectsRepeats: true,
  childScript: new URL('./children/bluesky.ts', import.meta.url),
})
