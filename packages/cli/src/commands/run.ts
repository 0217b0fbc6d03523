import type { Command } from 'commander'
import { type Session, withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { formatTime } from '../output/format-time.ts'
import { inertLine } from '../output/inert.ts'
import { type Overdue, type Pause, type Scheduled, schedulerOf } from '../plan/scheduler.ts'
import { scopeInWords } from '../plan/scope.ts'
import { wallTimeOf } from '../plan/show-scheduled.ts'
import type { Run } from '../program.ts'

/** `tutti run`: a worker, until Ctrl-C. */
export function addRun(program: Command, run: Run): void {
  program
    .command('run')
    .description('publish what falls due, until Ctrl-C; several may run on one store')
    .action((_options: object, command: Command) => run(command, work))
}

async function work(context: Context): Promise<ExitCode> {
  const { output, surroundings } = context
  const { signal } = surroundings
  return withSession(context, async (session) => {
    const scheduler = schedulerOf(session)
    const endTelling = tellEvents(session, context)
    try {
      output.note('Working. End with Ctrl-C: what is under way is finished first.')
      // What an earlier process has left comes first; what falls due meanwhile is claimed beside it.
      const recovered = session.client.deliveries.recover({ signal })
      await Promise.all([recovered, scheduler.run({ signal })])
      output.note('Stopped: nothing is under way.')
      return exitCodes.ok
    } finally {
      endTelling()
    }
  })
}

/** A post that an outage keeps. */
interface Delayed {
  readonly scheduled: Scheduled
  readonly channel: string
  readonly nextTryAt: number
  readonly error: { readonly message: string }
}

/** Tells what happens, a line for each thing. */
function tellEvents({ tutti, clock }: Session, { output }: Context): () => void {
  // Events of a plugin, whose types are not known here.
  const on = tutti.on as unknown as (event: string, listener: (payload: never) => void) => () => void
  const tell = (event: string, text: string, payload: object): void => {
    output.jsonLine({ event, at: clock.now(), ...payload })
    output.say(`${output.style.dim(formatTime(clock.now()))}  ${text}`)
  }
  const undo = [
    on('scheduler.fired', ({ scheduled }: { readonly scheduled: Scheduled }) => {
      const states = Object.entries(scheduled.deliveries ?? {}).map(([channel, state]) => `${channel} ${state}`)
      tell('scheduler.fired', `${inertLine(scheduled.id)}: ${inertLine(states.join(', '))}`, { scheduled })
    }),
    on('scheduler.delayed', (payload: Delayed) => {
      const { scheduled, channel, nextTryAt, error } = payload
      const what = `${inertLine(scheduled.id)}: ${inertLine(channel)} not yet, again at ${formatTime(nextTryAt)}`
      tell('scheduler.delayed', `${what}: ${inertLine(error.message)}`, payload)
    }),
    on('scheduler.missed', ({ scheduled }: { readonly scheduled: Scheduled }) => {
      const why = inertLine(scheduled.reason ?? '')
      tell('scheduler.missed', `${inertLine(scheduled.id)} of ${wallTimeOf(scheduled)}: ${why}`, { scheduled })
    }),
    on('scheduler.overdue', ({ overdue }: { readonly overdue: Overdue }) => {
      tell('scheduler.overdue', `${inertLine(overdue.scheduled.id)} is late: ${inertLine(overdue.detail)}`, { overdue })
    }),
    on('scheduler.paused', ({ pause }: { readonly pause: Pause }) => {
      tell('scheduler.paused', `paused: ${inertLine(scopeInWords(pause.scope))}`, { pause })
    }),
    on('plugin.error', ({ error }: { readonly error: { readonly message: string } }) => {
      tell('plugin.error', output.style.red(inertLine(error.message)), { error })
    }),
  ]
  return () => {
    for (const end of undo) end()
  }
}
