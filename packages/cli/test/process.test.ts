import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitCodes } from '@tutti/cli'
import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createKey } from '../src/secrets/seal.ts'
import { makeFolder } from './harness.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const sky = fakeBluesky({ accounts: ['shop.test', 'ada.test'] })
const fedi = fakeMastodon({ accounts: ['shop', 'ada'] })
let service = ''
let server = ''

beforeAll(async () => {
  service = await sky.start()
  server = await fedi.start()
})

afterAll(async () => {
  await sky.stop()
  await fedi.stop()
})

/** A project as a user has it: its own folder, the packages beside it, the secrets in `.env`. */
function makeProject(more = '') {
  const folder = makeFolder()
  symlinkSync(modules, join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(folder, 'tutti.config.ts'),
    `import { bluesky } from '@tutti/bluesky'
import { defineConfig, secret } from '@tutti/cli'
import { mastodon } from '@tutti/mastodon'
import { sqliteStore } from '@tutti/store-sqlite'
${more}
export default defineConfig({
  store: sqliteStore(new URL('tutti.db', import.meta.url).pathname),
  credentialKey: secret('TUTTI_CREDENTIAL_KEY'),
  channels: {
    sky: bluesky({ service: '${service}' }).channel({ identifier: 'shop.test', appPassword: secret('SKY_PASSWORD') }),
    fedi: mastodon({ server: '${server}' }).channel({ accessToken: secret('FEDI_TOKEN') }),
  },
})
`,
  )
  writeFileSync(
    join(folder, '.env'),
    `SKY_PASSWORD=${sky.appPassword()}\nFEDI_TOKEN=${fedi.accessToken()}\nTUTTI_CREDENTIAL_KEY=${createKey()}\n`,
  )
  return folder
}

/** Runs the command in a process of its own, with nothing but the variables that a shell has. */
function start(folder: string, args: readonly string[]) {
  return startProgram(folder, [main, ...args])
}

/** Runs any program so. */
function startProgram(folder: string, args: readonly string[]) {
  const child = spawn(process.execPath, ['--conditions=@tutti/source', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text
  })
  const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, ...printed }))
  })
  return { child, ended, printed }
}

const secrets = () => [sky.appPassword(), fedi.accessToken()]

function expectNoSecret(text: string): void {
  for (const secret of secrets()) {
    for (const form of [secret, encodeURIComponent(secret), btoa(secret)]) expect(text).not.toContain(form)
  }
}

/** Everything that the command has left in its folder, but for the person's own secrets. */
function readFiles(folder: string): string {
  const left = readdirSync(folder).filter((name) => !['.env', 'node_modules'].includes(name))
  return left.map((name) => readFileSync(join(folder, name), 'latin1')).join('\n')
}

test('publishes from a configuration in TypeScript and a pipe, and keeps its secrets to itself', async () => {
  const folder = makeProject()
  const post = start(folder, ['post', '--id', 'cake', '--json', '--verbose'])
  post.child.stdin.end('Lemon cake\n')
  const { exitCode, stdout, stderr } = await post.ended
  expect(exitCode).toBe(exitCodes.ok)
  expect(JSON.parse(stdout)).toMatchObject({
    deliveries: { sky: { state: 'published' }, fedi: { state: 'published' } },
  })
  expect(stderr).not.toContain('Warning')
  expect(await sky.standingPosts()).toMatchObject([{ text: 'Lemon cake' }])
  expectNoSecret(stdout + stderr + readFiles(folder))
})

test('what init has written in a fresh folder or an old one runs without a warning', async () => {
  for (const manifest of ['{ "dependencies": {} }', '{ "main": "index.js" }']) {
    const folder = makeFolder()
    symlinkSync(modules, join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), manifest)
    const args = ['--platform', 'bluesky', '--browser', 'bluesky', '--set', `bluesky.service=${service}`]
    expect((await start(folder, ['init', ...args]).ended).exitCode).toBe(exitCodes.ok)
    const { exitCode, stdout, stderr } = await start(folder, ['queue', '--json']).ended
    expect(stderr).toBe('')
    expect(exitCode).toBe(exitCodes.ok)
    expect(JSON.parse(stdout)).toMatchObject({ posts: [], workers: [] })
  }
})

test('the program of the README imports the configuration, with the secrets that the command has kept', async () => {
  const folder = makeProject()
  writeFileSync(join(folder, '.env'), `TUTTI_CREDENTIAL_KEY=${createKey()}\n`)
  for (const [variable, secret] of [
    ['SKY_PASSWORD', sky.appPassword()],
    ['FEDI_TOKEN', fedi.accessToken()],
  ]) {
    const auth = start(folder, ['auth', String(variable)])
    auth.child.stdin.end(`${secret}\n`)
    expect((await auth.ended).exitCode).toBe(exitCodes.ok)
  }
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, program = ''] = /^```ts fragment\n(.*?import config from .*?)^```$/ms.exec(readme) ?? []
  const app = join(folder, 'app.ts')
  writeFileSync(
    app,
    `${program}
for (const channel of [tutti.channel('sky'), tutti.channel('fedi')]) {
  console.log((await channel.describe()).profile.handle)
}
console.log(Object.keys(process.env).filter((name) => /PASSWORD|TOKEN|KEY/.test(name)).length)
await tutti.close()
`,
  )
  const elsewhere = makeFolder()
  const { stdout, stderr } = await startProgram(elsewhere, [app]).ended
  expect(stderr).not.toContain('Error')
  expect(stdout.split('\n')).toEqual([expect.stringContaining('shop'), expect.stringContaining('shop'), '0', ''])
})

test('a secret that is missing says where it may stand, also the key', async () => {
  const folder = makeProject()
  writeFileSync(join(folder, '.env'), '')
  const { stderr } = await start(folder, ['channels']).ended
  expect(stderr).toContain('TUTTI_CREDENTIAL_KEY, which is not set')
  expect(stderr).toContain('tutti init')
  expect(stderr).not.toContain('tutti auth TUTTI_CREDENTIAL_KEY')
})

test('while it runs, no secret is in the list of processes', async () => {
  const folder = makeProject()
  const { child, ended, printed } = start(folder, ['watch', '--every', '1'])
  await expect.poll(() => printed.stderr, { timeout: 10_000 }).toContain('Watching')
  for (const file of ['cmdline', 'environ', 'comm']) {
    const path = `/proc/${child.pid}/${file}`
    if (process.platform === 'linux') expectNoSecret(readFileSync(path, 'latin1'))
  }
  child.kill('SIGINT')
  expect((await ended).exitCode).toBe(exitCodes.ok)
})

test('a platform that gives secrets back, an error that holds them, and a crash: none of it shows them', async () => {
  const folder = makeProject(`
if (process.argv.includes('watch')) {
  setTimeout(() => { throw new Error('bad ' + process.env.SKY_PASSWORD + ' password=' + process.env.FEDI_TOKEN) }, 1)
  process.report.writeReport('crash-report.json')
}`)
  const echo = (secret: string) => () => Response.json({ error: secret, message: `for ${secret}` }, { status: 400 })
  sky.platform.faults.add({ kind: 'rewrite', rewrite: echo(sky.appPassword()) }, { times: 100 })
  fedi.platform.faults.add({ kind: 'rewrite', rewrite: echo(fedi.accessToken()) }, { times: 100 })
  onTestFinished(() => {
    sky.platform.faults.clear()
    fedi.platform.faults.clear()
  })
  const doctor = await start(folder, ['doctor', '--debug', '--verbose']).ended
  expect(doctor.stdout).toMatch(/✗ channel sky/)
  const crashed = await start(folder, ['watch', '--channel', 'fedi', '--debug']).ended
  expect(crashed.exitCode).not.toBe(exitCodes.ok)
  expect(crashed.stderr).toContain('bad [redacted]')
  expect(crashed.stderr).toMatch(/^\s+at /m)
  expect(readdirSync(folder)).toContain('crash-report.json')
  expectNoSecret(doctor.stdout + doctor.stderr + crashed.stdout + crashed.stderr + readFiles(folder))
})

test('a reader that goes away ends it without an error', async () => {
  const folder = makeProject()
  const { child, ended } = start(folder, ['capabilities'])
  child.stdout.destroy()
  const { stderr } = await ended
  expect(stderr).toBe('')
})
