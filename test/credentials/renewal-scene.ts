import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTutti } from '@tutti/core'
import { sqliteStore } from '@tutti/store-sqlite'
import {
  acceleratedClock,
  type FakeIdentityProvider,
  fakeIdentityProvider,
  identityAdapter,
} from '@tutti/testing/fakes'
import type { RenewalJob, StopPoint } from './renewal-job.ts'
import { type RenewalProcess, startRenewal } from './renewal-process.ts'

const clientId = 'https://app.test/client.json'
const redirectUri = 'http://127.0.0.1:9/callback'

/** A connected account whose tokens are over, in a SQLite file, and a provider that revokes at the first misuse. */
export interface RenewalScene extends AsyncDisposable {
  readonly provider: FakeIdentityProvider
  start(stopAt?: StopPoint): RenewalProcess
  /** A person signs in again, in this process. */
  signInAgain(): Promise<void>
}

/** Signs in, and lets the tokens end; those that come after them last. */
export async function createScene(unfinishedRenewal: 'ask' | 'retry'): Promise<RenewalScene> {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-renewal-'))
  // A lock of a process that was killed is waited out in 3 s instead of 60 s.
  const pace = { startMs: Date.now(), factor: 20 }
  const clock = acceleratedClock(pace)
  let expiresInSeconds = 1
  const settings = {
    clientId,
    dpop: true,
    get expiresInSeconds() {
      return expiresInSeconds
    },
  }
  const provider = fakeIdentityProvider(settings, { clock })
  const server = await provider.listen()
  const credentialKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  const job: RenewalJob = { server, storeFile: join(folder, 'tutti.db'), credentialKey, pace, unfinishedRenewal }
  const signIn = async () => {
    const tutti = await createTutti({
      channels: { one: identityAdapter({ server, dpop: true }).channel() },
      store: sqliteStore(job.storeFile),
      credentialKey,
      clock,
    })
    const { url } = await tutti.accounts.authorize({ channel: 'one', redirectUri })
    const answer = await fetch(url, { redirect: 'manual' })
    await tutti.accounts.complete({ callbackUrl: answer.headers.get('location') ?? '' })
    await tutti.close()
  }
  await signIn()
  await clock.sleep(2000)
  expiresInSeconds = 24 * 3600
  return {
    provider,
    signInAgain: signIn,
    start: (stopAt) => startRenewal({ ...job, stopAt }),
    async [Symbol.asyncDispose]() {
      await provider.close()
      rmSync(folder, { recursive: true })
    },
  }
}
