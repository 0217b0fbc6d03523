import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetWebhook, rememberWebhook } from '@tutti/adapter-kit'
import { bluesky } from '@tutti/bluesky'
import { createTutti } from '@tutti/core'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeBluesky, fakeIdentityProvider, identityAdapter } from '@tutti/testing/fakes'
import { expect, onTestFinished, test } from 'vitest'

const redirectUri = 'http://127.0.0.1:9/callback'
const credentialKey = Buffer.alloc(32, 3).toString('base64')
const log = { debug() {}, info() {}, warn() {} }

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function readEverything(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n')
}

test('the files of a store hold no secret of a sign-in, before and after it', async () => {
  const folder = newFolder()
  const provider = fakeIdentityProvider({ clientId: 'https://app.test/client.json', dpop: true })
  onTestFinished(() => provider.close())
  const server = await provider.listen()
  const tutti = await createTutti({
    channels: { one: identityAdapter({ server, dpop: true }).channel() },
    store: sqliteStore(join(folder, 'tutti.db')),
    credentialKey,
  })
  const { url, state } = await tutti.accounts.authorize({ channel: 'one', redirectUri })
  const during = readEverything(folder)
  const answer = await fetch(url, { redirect: 'manual' })
  await tutti.accounts.complete({ callbackUrl: answer.headers.get('location') ?? '' })
  await tutti.close()
  const { accessToken = '', refreshToken = '' } = provider.ledger.families[0] ?? {}
  const written = during + readEverything(folder)
  expect(written.length).toBeGreaterThan(1000)
  for (const secret of [accessToken, refreshToken, state, '"kty"', 'codeVerifier', 'dpopKey']) {
    expect(secret.length).toBeGreaterThan(4)
    expect(written).not.toContain(secret)
  }
})

test.each([
  ['with a key', credentialKey],
  ['without a key', undefined],
])('the files of a store hold no session of an app password, %s', async (_name, key) => {
  const folder = newFolder()
  const fake = fakeBluesky()
  onTestFinished(() => fake.stop())
  const service = await fake.start()
  const appPassword = fake.appPassword()
  const tutti = await createTutti({
    channels: { sky: bluesky({ service }).channel({ identifier: 'alice.test', appPassword }) },
    store: sqliteStore(join(folder, 'tutti.db')),
    credentialKey: key,
    log,
  })
  const warnings: string[] = []
  tutti.on('warning.raised', ({ code }) => warnings.push(code))
  await tutti.channel('sky').fetchProfile()
  await new Promise((resolve) => setTimeout(resolve))
  await tutti.close()
  const written = readEverything(folder)
  expect(written).not.toContain(appPassword)
  expect(written).not.toContain('eyJ')
  expect(written).not.toContain('accessJwt')
  expect(warnings).toEqual(key === undefined ? ['credential-key-missing'] : [])
})

test('a webhook is remembered over a restart, and forgotten when it is over or taken back', async () => {
  const file = join(newFolder(), 'tutti.db')
  const webhook = { id: 'a'.repeat(64) }
  const open = () => {
    const store = sqliteStore(file)
    return { store: store.scope('default', 'webhooks'), close: () => store.close() }
  }
  const first = open()
  await rememberWebhook(webhook, { store: first.store, nowMs: 1000 })
  await first.close()
  const second = open()
  const again = (nowMs: number) => rememberWebhook(webhook, { store: second.store, nowMs, keepMs: 5000 })
  await expect(again(2000)).rejects.toMatchObject({ code: 'webhook-replayed' })
  await forgetWebhook(webhook, second)
  await again(3000)
  await expect(again(7999)).rejects.toMatchObject({ code: 'webhook-replayed' })
  await again(8001)
  const both = await Promise.allSettled(
    [1, 2].map(() => rememberWebhook({ id: 'b' }, { store: second.store, nowMs: 1 })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await second.close()
})
