// A process that dies of an error that nobody catches, in the middle of a sign-in or with its credential in use.
import { once } from 'node:events'
import { bluesky } from '@tutti/bluesky'
import { aroundRequest, createTutti, definePlugin, pluginRef } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { sqliteStore } from '@tutti/store-sqlite'
import type { DyingJob, DyingMessage } from '../canary/dying-job.ts'
import { learnSecrets } from '../canary/learn-secrets.ts'

const job = JSON.parse(process.argv[2] ?? '') as DyingJob
const tell = (message: DyingMessage) => void process.send?.(message)
const { server, platform } = job
const place =
  platform === 'bluesky'
    ? bluesky({ service: server, oauth: { plcDirectory: server } }).channel()
    : mastodon({ server }).channel()

let isDue = job.during === 'begin'
const buggy = definePlugin({
  ref: pluginRef<object>()('buggy'),
  hooks: [
    aroundRequest.use((input, next) => {
      if (job.of === 'a bug' && isDue && input.method === (job.during === 'use' ? input.method : 'POST')) {
        setTimeout(() => {
          throw new TypeError('a bug of a plugin')
        }, 50)
      }
      return next(input)
    }),
  ],
  setup: () => ({}),
})

const tutti = await createTutti({
  channels: { one: learnSecrets(place, (shared, own) => tell({ kind: 'secrets', shared, own })) },
  store: sqliteStore(job.storeFile),
  credentialKey: process.env.TUTTI_KEY,
  plugins: [buggy],
})

async function orWrapped<T>(run: Promise<T>): Promise<T> {
  return run.catch((cause) => {
    throw Object.assign(new Error('the sign-in page of the app failed', { cause }), { details: cause })
  })
}

const redirectUri = 'http://127.0.0.1:9/callback'
const { url } = await orWrapped(tutti.accounts.authorize({ channel: 'one', redirectUri, account: 'alice.test' }))
const page = await fetch(url, { redirect: 'manual' })
isDue = job.during === 'complete'
await orWrapped(tutti.accounts.complete({ callbackUrl: page.headers.get('location') ?? '' }))
tell({ kind: 'connected' })
await once(process, 'message')
isDue = true
await orWrapped(tutti.channel('one').fetchProfile())
