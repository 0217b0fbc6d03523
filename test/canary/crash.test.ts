import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'
import { expect, onTestFinished, test } from 'vitest'
import type { DyingJob, DyingMessage } from './dying-job.ts'
import { findSecrets } from './printed.ts'
import { sentSecrets } from './wire-secrets.ts'

const credentialKey = Buffer.alloc(32, 7).toString('base64')

/** Which request it dies of. */
const fatal: Readonly<Record<DyingJob['platform'], Readonly<Record<DyingJob['during'], RegExp>>>> = {
  bluesky: { begin: /\/oauth\/par$/, complete: /\/oauth\/token$/, use: /\/oauth\/token$/ },
  mastodon: { begin: /\/api\/v1\/apps$/, complete: /\/oauth\/token$/, use: /verify_credentials$/ },
}

/** Lets a process die, and collects all that it leaves behind: what it printed, Node's report, the files of its store. */
async function die(job: Omit<DyingJob, 'server' | 'storeFile'>) {
  const fake = job.platform === 'bluesky' ? fakeBluesky() : fakeMastodon()
  const folder = mkdtempSync(join(tmpdir(), 'tutti-dying-'))
  onTestFinished(async () => {
    await fake.stop()
    rmSync(folder, { recursive: true })
  })
  const whole: DyingJob = { ...job, server: await fake.start(), storeFile: join(folder, 'tutti.db') }
  const secrets = new Set<string>([credentialKey])
  let present: readonly string[] = []
  const breakDown = () => {
    const on = ({ path }: { path: string }) => fatal[job.platform][job.during].test(path)
    if (job.of === 'a bug') return fake.platform.faults.add({ kind: 'hang', committed: false }, { on })
    const rewrite = () => {
      const words = [...sentSecrets(fake.platform.requests.slice(-1)), ...present].join(' ')
      return Response.json({ error: words, error_description: words, message: words }, { status: 422 })
    }
    return fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on, times: Number.POSITIVE_INFINITY })
  }
  if (job.during !== 'use') breakDown()
  const script = fileURLToPath(new URL('../children/dying.ts', import.meta.url))
  const report = ['--report-uncaught-exception', `--report-directory=${folder}`, '--report-exclude-env']
  const child = fork(script, [JSON.stringify(whole)], {
    execArgv: ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning', ...report],
    env: { ...process.env, TUTTI_KEY: credentialKey },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const pieces: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => pieces.push(String(piece)))
  child.on('message', (message: DyingMessage) => {
    if (message.kind === 'secrets') {
      present = message.shared
      for (const secret of [...message.shared, ...message.own]) secrets.add(secret)
      return
    }
    if (job.platform === 'bluesky') fake.expireCredentials?.()
    breakDown()
    child.send('go on')
  })
  const [exitCode] = await once(child, 'close')
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'latin1') }))
  return {
    exitCode,
    printed: pieces.join(''),
    files,
    secrets: [...secrets, ...sentSecrets(fake.platform.requests)].filter((secret) => secret.length > 7),
  }
}

const jobs = (['bluesky', 'mastodon'] as const).flatMap((platform) =>
  (['begin', 'complete', 'use'] as const).flatMap((during) =>
    (['an answer', 'a bug'] as const).map((of) => ({ platform, during, of })),
  ),
)

test.each(jobs)(
  'a process on $platform that dies of $of ($during) leaves no secret behind',
  { timeout: 60_000 },
  async (job) => {
    const { exitCode, printed, files, secrets } = await die(job)
    expect(exitCode).toBe(1)
    expect(printed).toContain(job.of === 'a bug' ? 'a bug of a plugin' : '422')
    const report = files.find(({ name }) => name.startsWith('report.'))
    expect(report?.text).toContain('javascriptStack')
    expect(files.some(({ name }) => name.startsWith('tutti.db'))).toBe(true)
    expect(secrets.length).toBeGreaterThan(1)
    expect(findSecrets([printed, ...files.map(({ text }) => text)].join('\n'), secrets)).toEqual([])
  },
)
