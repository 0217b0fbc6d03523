import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, type Prompts } from '@tutti/cli'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeFolder, openPlatforms, runTutti } from './harness.ts'

const packages = {
  '@tutti/bluesky': {
    tutti: {
      adapter: {
        factory: 'bluesky',
        setup: {
          browserSignIn: true,
          options: [{ name: 'service', label: 'Your server', help: 'Leave it empty for ours', optional: true }],
          credential: [
            { name: 'identifier', label: 'Handle', example: 'shop.bsky.social' },
            { name: 'appPassword', label: 'App password', variable: 'BLUESKY_APP_PASSWORD' },
          ],
        },
      },
    },
  },
  // Nobody of ours has heard of it.
  'village-notice': {
    tutti: { adapter: { factory: 'village', setup: { options: [{ name: 'place', label: 'Place' }], credential: [] } } },
  },
  '@tutti/reporter': { tutti: { plugin: { imports: ['reporter'], expression: 'reporter()' } } },
  '@tutti/store-sqlite': { tutti: { store: { imports: ['sqliteStore'], expression: `sqliteStore('tutti.db')` } } },
  lodash: {},
}

/** A project with packages that are installed. */
function makeProject(installed: Readonly<Record<string, object>> = packages, manifest: object = { type: 'module' }) {
  const folder = makeFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  for (const [name, more] of Object.entries(installed)) {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true })
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, ...more }))
  }
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return { folder, read }
}

const answers = (given: Partial<Prompts>): Prompts => given as Prompts

describe('tutti init', () => {
  test('writes a configuration for the packages that were named, ours or not', async () => {
    const { folder, read } = makeProject()
    writeFileSync(join(folder, '.gitignore'), 'dist\nnode_modules')
    const set = ['--set', 'bluesky.identifier=it"s.example', '--set', 'village.place=L’Aquila \'n\' "x"\\']
    const { exitCode, stdout } = await runTutti(
      ['init', '--platform', '@tutti/bluesky', '--platform', 'village', ...set],
      { folder },
    )
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toContain('tutti auth bluesky')
    expect(read('tutti.config.ts')).toBe(`import { bluesky } from '@tutti/bluesky'
import { defineConfig, secret } from '@tutti/cli'
import { reporter } from '@tutti/reporter'
import { sqliteStore } from '@tutti/store-sqlite'
import { village } from 'village-notice'

export default defineConfig({
  store: sqliteStore('tutti.db'),
  credentialKey: secret('TUTTI_CREDENTIAL_KEY'),
  channels: {
    bluesky: bluesky().channel({
      identifier: 'it"s.example',
      appPassword: secret('BLUESKY_APP_PASSWORD'),
    }),
    village: village({ place: 'L’Aquila \\'n\\' "x"\\\\' }).channel({}),
  },
  plugins: [reporter()],
})
`)
    expect(read('.env.example')).toBe('TUTTI_CREDENTIAL_KEY=\nBLUESKY_APP_PASSWORD=\n')
    expect(read('.env')).toMatch(/^TUTTI_CREDENTIAL_KEY=[\w+/]{43}=\n$/)
    expect(read('.gitignore')).toBe('dist\nnode_modules\n.env\ntutti.secrets.json\ntutti.db*\n')
  })

  test('asks for what it needs to know', async () => {
    const { folder, read } = makeProject()
    const asked: string[] = []
    const prompts = answers({
      choose: async ({ choices }) => {
        asked.push(...choices.map(({ value }) => value))
        return ['@tutti/bluesky']
      },
      confirm: async ({ message, isLikely }) => {
        asked.push(`${message} ${isLikely}`)
        return false
      },
      text: async ({ message, example, isOptional }) => {
        asked.push(`${message} ${example} ${isOptional}`)
        return isOptional ? server : 'shop.example'
      },
    })
    let server = ''
    await runTutti(['init'], { folder, prompts })
    const byBrowser = 'bluesky: sign in with the browser? (no: App password) true'
    const fields = ['Your server. Leave it empty for ours undefined true', 'Handle shop.bsky.social false']
    expect(asked).toEqual(['@tutti/bluesky', 'village-notice', byBrowser, ...fields])
    expect(read('tutti.config.ts')).toContain(`bluesky: bluesky().channel({\n      identifier: 'shop.example'`)
    server = 'https://pds.example'
    await runTutti(['init', '--force'], { folder, prompts })
    expect(read('tutti.config.ts')).toContain(`bluesky({ service: 'https://pds.example' })`)
  })

  test('leaves the credential to the browser where that is wanted, by a person or by the arguments', async () => {
    const prompts = answers({
      choose: async () => ['@tutti/bluesky'],
      confirm: async () => true,
      text: async () => '',
    })
    for (const [args, more] of [
      [[], { prompts }],
      [['--platform', 'bluesky', '--browser', 'bluesky'], {}],
    ] as const) {
      const { folder, read } = makeProject()
      const { exitCode, stdout } = await runTutti(['init', ...args], { folder, ...more })
      expect(exitCode).toBe(exitCodes.ok)
      expect(read('tutti.config.ts')).toContain('    bluesky: bluesky().channel(),\n')
      expect(read('.env.example')).toBe('TUTTI_CREDENTIAL_KEY=\n')
      expect(stdout).toContain('tutti auth bluesky')
    }
  })

  test('does not ask for the browser where nothing could keep the session', async () => {
    const { folder, read } = makeProject({ '@tutti/bluesky': packages['@tutti/bluesky'] })
    const prompts = answers({ choose: async () => ['@tutti/bluesky'], text: async () => 'shop.example' })
    await runTutti(['init'], { folder, prompts })
    expect(read('tutti.config.ts')).toContain('appPassword')
    const refused = await runTutti(['init', '--force', '--platform', 'bluesky', '--browser', 'bluesky'], { folder })
    expect(refused.stderr).toContain('npm install @tutti/store-sqlite')
  })

  test('overwrites nothing that it was not told to', async () => {
    const { folder, read } = makeProject()
    writeFileSync(join(folder, 'tutti.config.ts'), 'mine')
    const args = ['init', '--platform', 'village', '--set', 'village.place=here']
    const refused = await runTutti(args, { folder })
    expect(refused.exitCode).toBe(exitCodes.usage)
    expect(refused.stderr).toContain('--force')
    await runTutti(args, { folder, prompts: answers({ confirm: async () => false }) })
    expect(read('tutti.config.ts')).toBe('mine')
    await runTutti([...args, '--force'], { folder })
    expect(read('tutti.config.ts')).toContain('village')
  })

  test('works where npm init has said that modules are CommonJS', async () => {
    const { folder } = makeProject(packages, { type: 'commonjs' })
    await runTutti(['init', '--platform', 'village', '--set', 'village.place=here'], { folder })
    expect(existsSync(join(folder, 'tutti.config.mts'))).toBe(true)
  })

  test('says in package.json that files are modules, where nothing in the folder could break', async () => {
    const args = ['init', '--platform', 'village', '--set', 'village.place=here']
    const fresh = makeProject(packages, { dependencies: { 'village-notice': '1.0.0' } })
    writeFileSync(join(fresh.folder, 'playground.ts'), `import 'village-notice'`)
    const { stdout } = await runTutti(args, fresh)
    expect(stdout).toContain('✓ package.json')
    expect(JSON.parse(fresh.read('package.json'))).toEqual({
      dependencies: { 'village-notice': '1.0.0' },
      type: 'module',
    })
    expect(existsSync(join(fresh.folder, 'tutti.config.ts'))).toBe(true)

    for (const make of [
      () => makeProject(packages, { main: 'index.js' }),
      () => {
        const project = makeProject(packages, {})
        mkdirSync(join(project.folder, 'src'))
        return project
      },
      () => {
        const project = makeProject(packages, {})
        writeFileSync(join(project.folder, 'old.js'), `const { readFileSync } = require('node:fs')`)
        return project
      },
    ]) {
      const { folder, read } = make()
      const before = read('package.json')
      await runTutti(args, { folder })
      expect(read('package.json')).toBe(before)
      expect(existsSync(join(folder, 'tutti.config.mts'))).toBe(true)
    }
  })

  test('replaces the configuration that is there, whatever it is called', async () => {
    const { folder, read } = makeProject(packages, { main: 'index.js' })
    writeFileSync(join(folder, 'tutti.config.ts'), 'mine')
    await runTutti(['init', '--force', '--platform', 'village', '--set', 'village.place=here'], { folder })
    expect(read('tutti.config.ts')).toContain('village')
  })

  test('its help names what --set takes', async () => {
    const { folder } = makeProject()
    const { stdout } = await runTutti(['init', '--help'], { folder })
    expect(stdout).toMatch(/^ {2}bluesky\.identifier +Handle, such as shop\.bsky\.social$/m)
    expect(stdout).toMatch(/^ {2}bluesky\.service +Your server \(optional\)\. Leave it empty for ours$/m)
    expect(stdout).not.toContain('appPassword')
    expect((await runTutti(['init', '--help'], { folder: makeFolder() })).stdout).toContain('npm install')
  })

  test('needs a Node that can run what it writes', async () => {
    const { folder } = makeProject()
    const version = Object.getOwnPropertyDescriptor(process, 'version')
    Object.defineProperty(process, 'version', { ...version, value: 'v20.20.2' })
    onTestFinished(() => void Object.defineProperty(process, 'version', version ?? {}))
    const args = ['init', '--platform', 'village', '--set', 'village.place=here']
    const { exitCode, stderr } = await runTutti(args, { folder })
    expect(exitCode).toBe(exitCodes.usage)
    expect(stderr).toContain('Node v20.20.2 is too old')
    expect(stderr).toContain('Install Node 22.18 or newer')
    expect(existsSync(join(folder, 'tutti.config.ts'))).toBe(false)
    const doctor = await runTutti(['doctor'], { folder })
    expect(doctor.stdout.match(/too old/g)).toHaveLength(1)
  })

  test.each([
    [['--platform', 'mastodon'], 'npm install @tutti/mastodon'],
    [['--platform', 'bluesky'], '--set bluesky.identifier=shop.bsky.social'],
    [['--platform', 'bluesky', '--set', 'bluesky.appPassword=hunter22'], 'BLUESKY_APP_PASSWORD'],
    [['--platform', 'bluesky', '--set', 'bluesky.handle=x'], 'bluesky.identifier'],
    [['--platform', 'village', '--browser', 'village'], 'Leave --browser village away'],
    [['--set', 'bluesky'], '<channel>.<name>=<value>'],
    [[], '--platform'],
  ])('%j is not enough, and says what is', async (args, advice) => {
    const { folder } = makeProject()
    const platform = args.includes('--platform') || args.length === 0 ? [] : ['--platform', 'bluesky']
    const { exitCode, stderr } = await runTutti(['init', ...args, ...platform], { folder })
    expect(exitCode).toBe(exitCodes.usage)
    expect(stderr).toContain(advice)
    expect(stderr).not.toContain('hunter22')
    expect(existsSync(join(folder, 'tutti.config.ts'))).toBe(false)
  })

  test('says what to install where nothing is', async () => {
    const { folder } = makeProject({})
    expect((await runTutti(['init'], { folder })).stderr).toContain('npm install @tutti/bluesky')
  })
})

describe('tutti channels and capabilities', () => {
  test('list what is connected, and whose accounts these are', async () => {
    const { fedi, run } = await openPlatforms()
    expect((await run(['channels'])).stdout).toBe('channel  platform\nsky      Bluesky\nfedi     Mastodon\n')
    const checked = await run(['channels', '--check', '--json'])
    expect(checked.json()).toMatchObject({ channels: [{ id: 'sky', handle: 'shop.test' }, { id: 'fedi' }] })
    fedi.platform.faults.add({ kind: 'error', committed: false, status: 401 }, { times: 100 })
    const failing = await run(['channels', '--check'])
    expect(failing.exitCode).toBe(exitCodes.authentication)
    expect(failing.stdout).toMatch(/^sky +Bluesky +shop\.test$/m)
  })

  test('show what each channel can do', async () => {
    const { run } = await openPlatforms()
    const { stdout } = await run(['capabilities'])
    expect(stdout).toMatch(/^platform +Bluesky +Mastodon$/m)
    expect(stdout).toMatch(/^hideInteraction +✓ +–$/m)
    expect(stdout).toMatch(/^text +300 graphemes, 3000 utf8-bytes +500 characters$/m)
    const { channels } = (await run(['capabilities', 'fedi', '--live', '--json'])).json<{ channels: object[] }>()
    expect(channels).toMatchObject([{ id: 'fedi', server: { software: 'mastodon' } }])
    expect((await run(['capabilities', 'nowhere'])).exitCode).toBe(exitCodes.notFound)
  })
})

describe('tutti doctor', () => {
  test('finds everything in order', async () => {
    const { run } = await openPlatforms()
    const { exitCode, stdout } = await run(['doctor'])
    expect(stdout).not.toMatch(/^[!✗]/m)
    expect(stdout).toMatch(/^✓ channel sky is shop\.test on atproto-pds/m)
    expect(stdout).toMatch(/^✓ channel fedi has \d+ of 300 requests left until/m)
    expect(stdout).toMatch(/^✓ clock agrees/m)
    expect(exitCode).toBe(exitCodes.ok)
  })

  test('tells of each channel that is refused, and what to do', async () => {
    const { fedi, run } = await openPlatforms()
    fedi.platform.faults.add({ kind: 'error', committed: false, status: 401 }, { times: 100 })
    const { exitCode, json } = await run(['doctor', '--json'])
    expect(exitCode).toBe(exitCodes.authentication)
    expect(json()).toMatchObject({ ok: false })
    expect(json<{ findings: object[] }>().findings).toContainEqual(
      expect.objectContaining({
        what: 'channel fedi',
        state: 'error',
        advice: expect.stringContaining('Tried: server http'),
      }),
    )
  })

  test('tells of a store that forgets, a clock that is wrong, and a budget that is used up', async () => {
    const { sky, run } = await openPlatforms({ store: undefined } as never)
    sky.platform.faults.add(
      {
        kind: 'rewrite',
        rewrite: (answer: Response) => {
          const headers = new Headers(answer.headers)
          headers.set('date', new Date(Date.now() - 120_000).toUTCString())
          headers.set('ratelimit-limit', '3000')
          headers.set('ratelimit-remaining', '1')
          return new Response(answer.body, { status: answer.status, headers })
        },
      },
      { times: 100 },
    )
    const { exitCode, stdout } = await run(['doctor'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toMatch(/^! store is in memory/m)
    expect(stdout).toMatch(/^! channel sky has 1 of 3000 requests left/m)
  })

  test('tells that nothing can be planned, and that nobody works on what is', async () => {
    const { run } = await openPlatforms()
    expect((await run(['doctor'])).stdout).toMatch(/^✓ calendar is empty/m)
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    await run(['schedule', 'Bread', '--at', tomorrow, '--to', 'fedi'])
    expect((await run(['doctor'])).stdout).toMatch(/^! calendar has 1 post, and no worker is running\n +.*tutti run$/m)
    const bare = await openPlatforms({ plugins: [] })
    const { exitCode, stdout } = await bare.run(['doctor'])
    expect(stdout).toMatch(/^! calendar is not there.*\n +npm install @tutti\/scheduler/m)
    expect(exitCode).toBe(exitCodes.ok)
  })

  test('tells what is wrong with the configuration', async () => {
    const { exitCode, stdout } = await runTutti(['doctor'], { folder: makeFolder() })
    expect(exitCode).toBe(exitCodes.usage)
    expect(stdout).toMatch(/^✗ config there is no tutti\.config\.ts/m)
  })
})
