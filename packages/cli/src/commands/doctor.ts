import type { Command } from 'commander'
import { openSession, type Session } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { checkCalendar } from '../doctor/check-calendar.ts'
import { checkChannel } from '../doctor/check-channel.ts'
import { checkClock } from '../doctor/check-clock.ts'
import { checkNode } from '../doctor/check-node.ts'
import { checkSecrets } from '../doctor/check-secrets.ts'
import { checkStore } from '../doctor/check-store.ts'
import { exitCodeOfFindings, type Finding, findingOf } from '../doctor/finding.ts'
import { watchAnswers } from '../doctor/watch-answers.ts'
import type { ExitCode } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import type { Run } from '../program.ts'

/** `tutti doctor`: looks at everything that has to be right before a post goes out. */
export function addDoctor(program: Command, run: Run): void {
  program
    .command('doctor')
    .description('check configuration, clock, store, credentials, scopes and limits')
    .action((_options: unknown, command: Command) => run(command, (context) => doctor(context)))
}

async function doctor(context: Context): Promise<ExitCode> {
  const { output } = context
  const node = checkNode(process.version)
  // An old Node can't load the configuration: that would only be said twice.
  const findings = node.state === 'error' ? [node] : [node, ...(await examine(context))]
  output.json({ ok: findings.every(({ state }) => state !== 'error'), findings })
  for (const finding of findings) showFinding(output, finding)
  return exitCodeOfFindings(findings)
}

async function examine(context: Context): Promise<readonly Finding[]> {
  let session: Session
  try {
    session = await openSession(context)
  } catch (error) {
    return [findingOf('config', error)]
  }
  try {
    const ids = await session.listChannels()
    const observed = watchAnswers(session)
    const config: Finding = {
      what: 'config',
      state: ids.length > 0 ? 'ok' : 'warning',
      message: `${session.config.path ?? 'the given one'}: ${ids.length === 1 ? '1 channel' : `${ids.length} channels`}`,
      advice: ids.length > 0 ? undefined : 'Add a channel.',
    }
    const store = await checkStore(session)
    const calendar = await checkCalendar(session)
    const { surroundings } = context
    const channels = (await Promise.all(ids.map((id) => checkChannel(session, id, observed, surroundings)))).flat()
    const secrets = checkSecrets(session.config.path, surroundings.env)
    // Where no channel gets an answer that can be used, its own finding says so.
    const isTold = observed.skewsMs.length > 0 || channels.every(({ state }) => state !== 'error')
    return [config, ...secrets, store, ...(isTold ? [checkClock(observed.skewsMs)] : []), calendar, ...channels]
  } finally {
    await session.close()
  }
}

function showFinding({ say, style }: Output, { what, state, message, advice }: Finding): void {
  const mark = { ok: style.green('✓'), warning: style.yellow('!'), error: style.red('✗') }[state]
  say(`${mark} ${style.bold(inertLine(what))} ${inertLine(message)}`)
  if (advice !== undefined) say(`    ${inertLine(advice)}`)
}
