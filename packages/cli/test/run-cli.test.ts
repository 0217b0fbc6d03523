import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '@tutti/cli'
import { definePlugin, pluginRef } from '@tutti/core'
import { createError, type ErrorCode, errorCodes, PluginError, StoreError, WebhookError } from '@tutti/model'
import { fakeAdapter } from '@tutti/testing/fakes'
import { describe, expect, test } from 'vitest'
import { exitCodeOf } from '../src/exit-codes.ts'
import { errorPage } from '../src/manifest.ts'
import { makeFolder, runTutti } from './harness.ts'

const config = { channels: { playground: fakeAdapter().channel({ name: 'me' }) } }

describe('help', () => {
  test('lists every command in its group, and the exit codes', async () => {
    const { exitCode, stdout } = await runTutti(['--help'])
    expect(exitCode).toBe(exitCodes.ok)
    for (const command of [
      'init',
      'doctor',
      'channels',
      'capabilities',
      'post',
      'posts',
      'decide',
      'delete',
      'metrics',
      'comments',
      'reply',
      'hide',
      'unhide',
      'moderate',
      'watch',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b.*\\w`, 'm'))
    }
    expect(stdout).toContain('Set up:')
    expect(stdout).toMatch(/5\s+may have happened/)
  })

  test('is what no arguments print, and each command has its own', async () => {
    expect((await runTutti([])).stdout).toBe((await runTutti(['--help'])).stdout)
    const { exitCode, stdout } = await runTutti(['post', '--help'])
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout).toContain('--dry-run')
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('--config <file>')
  })

  test('says what the choices of an option mean', async () => {
    const { stdout: post } = await runTutti(['post', '--help'])
    expect(post).toMatch(/--on-absent.*^ {2}ask +it waits for you.*^ {2}resend +it is sent again/ms)
    const { stdout: schedule } = await runTutti(['schedule', '--help'])
    expect(schedule).toMatch(/^ {2}publish-within +sent up to 15 minutes late.*^ {2}skip .*^ {2}ask /ms)
    expect(schedule).toMatch(/^ {2}compatible +03:30.*^ {2}earlier .*^ {2}later .*^ {2}reject /ms)
  })

  test('the version is the package’s', async () => {
    expect((await runTutti(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('a command line that can’t be used', () => {
  test.each([
    [['pots', 'Hello'], /unknown command 'pots'.*Did you mean one of post, posts.*What to do: See `tutti --help`/s],
    [['post', '--wrong'], /unknown option '--wrong'/],
    [['reply'], /missing required argument 'comment'/],
    [['watch', '--every', 'soon'], /whole number above 0/],
    [['decide', 'a', 'playground'], /one of --published/],
  ])('%j', async (args, message) => {
    const human = await runTutti(args, { config })
    expect(human.exitCode).toBe(exitCodes.usage)
    expect(human.stdout).toBe('')
    expect(human.stderr).toMatch(message)
    // Never a sentence that only says to do what the message says.
    expect(human.stderr).not.toContain('Correct')
    expect(human.stderr).toContain(`Code: invalid-input (${errorPage('invalid-input')})`)
    const machine = await runTutti([...args, '--json'], { config })
    expect(machine.exitCode).toBe(exitCodes.usage)
    expect(machine.json()).toMatchObject({ exitCode: 2, error: { code: 'invalid-input' } })
    expect(machine.stderr).toBe('')
  })

  test.each(['--password', '--app-password=hunter22', '--access-token', '--client-secret=hunter22', '--api-key'])(
    'a secret is refused and not repeated: %s',
    async (flag) => {
      const { exitCode, stderr } = await runTutti(['post', flag, 'hunter22'], { config })
      expect(exitCode).toBe(exitCodes.usage)
      expect(stderr).toContain('list of processes')
      expect(stderr).not.toContain('hunter22')
    },
  )

  test('a text may look like such a flag behind --', async () => {
    const { exitCode } = await runTutti(['post', '--dry-run', '--', '--password'], { config })
    expect(exitCode).toBe(exitCodes.ok)
  })
})

describe('a configuration that can’t be used', () => {
  test('there is none', async () => {
    const { exitCode, stderr } = await runTutti(['channels'], { folder: makeFolder() })
    expect(exitCode).toBe(exitCodes.usage)
    expect(stderr).toContain('tutti init')
  })

  test.each([
    ['no default export', 'export const x = 1', /no default export/],
    ['a package that is not installed', `import 'not-installed-anywhere'`, /can't be loaded.*not-installed-anywhere/],
    ['an option that does not exist', 'export default { chanels: {} }', /did you mean channels/],
  ])('%s', async (_name, text, message) => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'tutti.config.mjs'), text)
    const { exitCode, stderr } = await runTutti(['channels'], { folder: join(folder) })
    expect(exitCode).toBe(exitCodes.usage)
    expect(stderr).toMatch(message)
  })
})

test('an error’s page has an address where the package says where its pages are', () => {
  expect(errorPage('gone', 'https://tutti.example/main/')).toBe('https://tutti.example/main/docs/errors.md#gone')
  expect(errorPage('gone')).toContain('docs/errors.md#gone')
})

describe('an error that nobody has foreseen', () => {
  const broken = {
    ...config,
    plugins: [definePlugin({ ref: pluginRef<object>()('broken'), setup: () => ({}) })],
    get store(): never {
      throw new TypeError('x is not a function; token=abcdefgh12345678')
    },
  }

  test('has a code and advice, no stack, and no secret', async () => {
    const { exitCode, stderr } = await runTutti(['channels'], { config: broken })
    expect(exitCode).toBe(exitCodes.internal)
    expect(stderr).toContain('TypeError: x is not a function')
    expect(stderr).toContain('--debug')
    expect(stderr).not.toContain('abcdefgh12345678')
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test('shows its stack, redacted, where that is asked for', async () => {
    const { stderr } = await runTutti(['channels', '--debug'], { config: broken })
    expect(stderr).toMatch(/^\s+at /m)
    expect(stderr).not.toContain('abcdefgh12345678')
  })
})

test('every error code ends the process with a number that says something', () => {
  const codeOf = (code: ErrorCode) => exitCodeOf(createError({ code, message: '' }))
  expect(codeOf('unauthorized')).toBe(exitCodes.authentication)
  expect(codeOf('unknown-channel')).toBe(exitCodes.notFound)
  expect(codeOf('media-not-found')).toBe(exitCodes.usage)
  expect(codeOf('guard-denied')).toBe(exitCodes.refused)
  expect(codeOf('not-offered')).toBe(exitCodes.refused)
  expect(codeOf('wait-too-long')).toBe(exitCodes.limited)
  expect(codeOf('needs-decision')).toBe(exitCodes.unknown)
  expect(codeOf('server-error')).toBe(exitCodes.unreachable)
  expect(exitCodeOf(createError({ code: 'timeout', message: '', outcome: 'unknown' }))).toBe(exitCodes.unknown)
  const internal = (Object.keys(errorCodes) as ErrorCode[]).filter((code) => codeOf(code) === exitCodes.internal)
  // The store, hooks and webhooks: nothing that the person at the terminal has done.
  for (const code of internal) {
    const error = createError({ code, message: '' })
    expect(
      [StoreError, PluginError, WebhookError].some((one) => one.isInstance(error)),
      code,
    ).toBe(true)
  }
})
