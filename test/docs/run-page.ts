// Runs a page's program. The addresses that pages use are answered by fake platforms on loopback, so that
// what a reader would run against real servers runs here without any account. Usage: run-page.ts PROGRAM
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { fakeBluesky, fakeMastodon, samplePng } from '@tutti/testing/fakes'

const bluesky = fakeBluesky({ accounts: ['shop.example', 'ada.test', 'ben.test'] })
const mastodon = fakeMastodon({ accounts: ['shop', 'ada', 'ben'] })
const addresses = new Map([
  ['https://bsky.social', await bluesky.platform.listen()],
  ['https://social.example', await mastodon.platform.listen()],
])

const realFetch = globalThis.fetch
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  const address = addresses.get(url.origin)
  if (url.hostname !== '127.0.0.1' && !address) throw new Error(`a page of the docs asks for ${url.origin}`)
  const target = address ? new URL(`${address}${url.pathname}${url.search}`) : url
  return realFetch(input instanceof Request ? new Request(target, input) : target, init)
}

process.env.BLUESKY_APP_PASSWORD = bluesky.appPassword()
process.env.MASTODON_TOKEN = mastodon.accessToken()
process.env.TUTTI_KEY = Buffer.alloc(32, 1).toString('base64')
writeFileSync('cake.jpg', samplePng(200, 32))

try {
  await import(pathToFileURL(process.argv[2] ?? '').href)
} finally {
  // From here on nothing may keep the process alive: a program that closes its client ends by itself.
  await bluesky.platform.close()
  await mastodon.platform.close()
}
