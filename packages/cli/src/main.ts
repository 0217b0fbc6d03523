#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { systemClock } from '@tutti/adapter-kit'
import { reportCrash, runCli } from './run-cli.ts'
import type { Surroundings } from './surroundings.ts'
import { terminalPrompts } from './terminal-prompts.ts'

// node:sqlite warns on Node 22 that it is new: not what the person has asked for.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`)
})

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort())
process.once('SIGTERM', () => interrupted.abort())
// A reader that goes away, as `head` does, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const isAttended = process.stdin.isTTY === true && process.stderr.isTTY === true

/** What a browser needs to start: the secrets among the variables are none of its business. */
function environmentForBrowser(): Record<string, string> {
  const needed =
    /^(?:PATH|HOME|USER|LOGNAME|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|LANG|LC_|XDG_|BROWSER$|SystemRoot$)/
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (needed.test(name) && value ? [[name, value]] : [])),
  )
}

/** The browser of the person who sits here. Nothing but the address is handed on, and no shell reads it. */
function openBrowser(url: string): void {
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open']
  const child = spawn(command ?? '', [...before, url], {
    stdio: 'ignore',
    detached: true,
    env: environmentForBrowser(),
  })
  // Without a browser the address that was printed does it.
  child.on('error', () => {})
  child.unref()
}

// A diagnostic report of a crash would hold the environment, and with it the secrets.
process.report.excludeEnv = true

const surroundings: Surroundings = {
  folder: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  prompts: isAttended ? terminalPrompts() : undefined,
  signal: interrupted.signal,
  clock: systemClock,
  openBrowser: isAttended ? openBrowser : undefined,
}

const args = process.argv.slice(2)

// What a plugin or a configuration throws by the way: reported as every other error is, without secrets.
process.on('uncaughtException', (error) => process.exit(reportCrash(error, args, surroundings)))

process.exitCode = await runCli(args, surroundings)
