import { bluesky } from '@tutti/bluesky'
import type { PostRef } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'

/**
 * Two platforms to practise on: fakes on this machine, spoken to over real HTTP. In your own program the channels are
 * `bluesky().channel({ identifier, appPassword })` and `mastodon({ server }).channel({ accessToken })`.
 */
export async function openPractice() {
  const sky = fakeBluesky({ accounts: ['shop.test', 'ada.test', 'spammer.test'] })
  const fedi = fakeMastodon({ accounts: ['shop', 'ben'] })
  const service = await sky.platform.listen()
  const server = await fedi.platform.listen()
  return {
    channels: {
      sky: bluesky({ service }).channel({ identifier: 'shop.test', appPassword: sky.appPassword() }),
      fedi: mastodon({ server }).channel({ accessToken: fedi.accessToken() }),
    },
    /** Other people write below a post on Bluesky, and like it. */
    comment: (handle: 'ada.test' | 'spammer.test', text: string, post: PostRef) => sky.post(handle, text, post),
    like: (handle: 'ada.test' | 'spammer.test', post: PostRef) => sky.like(handle, post),
    /** What can go wrong there, switched on from outside. */
    faults: { sky: sky.platform.faults, fedi: fedi.platform.faults },
    async close() {
      await sky.platform.close()
      await fedi.platform.close()
    },
  }
}
