import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bluesky } from '@tutti/bluesky'
import { type ExitCode, type Prompts, runCli, type TuttiConfig } from '@tutti/cli'
import { systemClock, type TuttiOptions } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { moderation, rules } from '@tutti/moderation'
import { reporter } from '@tutti/reporter'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'
import { onTestFinished } from 'vitest'
import { createKey } from '../src/secrets/seal.ts'

/** What one run of the command printed, and what it ended with. */
export interface Ran {
  readonly exitCode: ExitCode
  readonly stdout: string
  readonly stderr: string
  /** Standard output as the one JSON document that it is. */
  json<T = Record<string, unknown>>(): T
}

/** What a run has around it. */
export interface RunOptions {
  readonly config?: TuttiConfig | undefined
  readonly folder?: string | undefined
  readonly env?: Record<string, string | undefined> | undefined
  /** What is piped in; a terminal when absent. */
  readonly stdin?: string | undefined
  readonly prompts?: Prompts | undefined
  readonly isTerminal?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly openBrowser?: ((url: string) => void) | undefined
}

/** Runs the command in this process. */
export async function runTutti(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const printed = { stdout: [] as string[], stderr: [] as string[] }
  const { stdin, isTerminal = false, config, prompts } = options
  const exitCode = await runCli(args, {
    folder: options.folder ?? tmpdir(),
    env: options.env ?? {},
    stdin: {
      isTTY: stdin === undefined,
      async *[Symbol.asyncIterator]() {
        if (stdin !== undefined) yield stdin
      },
    },
    stdout: { isTTY: isTerminal, write: (text: string) => printed.stdout.push(text) },
    stderr: { isTTY: isTerminal, write: (text: string) => printed.stderr.push(text) },
    prompts,
    signal: options.signal ?? new AbortController().signal,
    clock: systemClock,
    config,
    openBrowser: options.openBrowser,
  })
  const stdout = printed.stdout.join('')
  const stderr = printed.stderr.join('')
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) }
}

/** A folder that is gone after the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Two platforms on loopback sockets, and a configuration for them over one SQLite file. */
export async function openPlatforms(more: Partial<TuttiOptions<never, readonly []>> = {}) {
  const sky = fakeBluesky({ accounts: ['shop.test', 'ada.test', 'ben.test'] })
  const fedi = fakeMastodon({ accounts: ['shop', 'ada', 'ben'] })
  const [service, server] = [await sky.start(), await fedi.start()]
  onTestFinished(async () => {
    await sky.stop()
    await fedi.stop()
  })
  const file = join(makeFolder(), 'tutti.db')
  const credentialKey = createKey()
  const config = () => ({
    store: sqliteStore(file),
    credentialKey,
    channels: {
      sky: bluesky({ service }).channel({ identifier: 'shop.test', appPassword: sky.appPassword() }),
      fedi: mastodon({ server }).channel({ accessToken: fedi.accessToken() }),
    },
    plugins: [moderation({ rules: [rules.links({ max: 1 })] }), reporter(), scheduler()],
    ...more,
  })
  const run = (args: readonly string[], options: RunOptions = {}) =>
    runTutti(args, { config: config as TuttiConfig, ...options })
  return { sky, fedi, service, server, run }
}
