// Serves a fake Bluesky and a fake Mastodon on loopback and prints one line of JSON: where they are, how to sign in.
// Ends when its standard input does.
import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'

const bluesky = fakeBluesky({ accounts: ['shop.test', 'ada.test'] })
const mastodon = fakeMastodon({ accounts: ['shop', 'ada'] })
const servers = {
  bluesky: { service: await bluesky.platform.listen(), appPassword: bluesky.appPassword() },
  mastodon: { server: await mastodon.platform.listen(), accessToken: mastodon.accessToken() },
}
console.log(JSON.stringify(servers))
process.stdin.resume()
process.stdin.on('end', () => process.exit())
