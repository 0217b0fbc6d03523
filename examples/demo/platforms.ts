import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'

/** Three platforms on loopback sockets. They answer as the real ones do, and keep a ledger of what truly happened. */
export async function startPlatforms() {
  const bluesky = fakeBluesky({ accounts: ['bakery.test', 'ada.test', 'spammer.test'] })
  const mastodon = fakeMastodon({ accounts: ['bakery', 'ben', 'cleo'] })
  const flaky = fakeMastodon({ accounts: ['bakery', 'dora', 'emil'] })
  const fakes = [bluesky, mastodon, flaky]
  return {
    bluesky,
    mastodon,
    flaky,
    urls: {
      bluesky: await bluesky.platform.listen(),
      mastodon: await mastodon.platform.listen(),
      flaky: await flaky.platform.listen(),
    },
    async close() {
      for (const { platform } of fakes) await platform.close()
    },
  }
}

/** What `startPlatforms` returns. */
export type Platforms = Awaited<ReturnType<typeof startPlatforms>>
