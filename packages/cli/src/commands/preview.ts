import type { Command } from 'commander'
import { withSession } from '../client/open-session.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { instant, wholeNumber } from '../option-values.ts'
import { formatTime } from '../output/format-time.ts'
import { inertLine, inertText } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import { type CalendarPreview, type PreviewNote, schedulerOf } from '../plan/scheduler.ts'
import { showIssue } from '../post/show-preview.ts'
import type { Run } from '../program.ts'

interface PreviewOptions {
  readonly from?: number | undefined
  readonly days: number
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
}

const dayMs = 86_400_000
const maxLate = 10

/** `tutti preview`: what the calendar will look like when it goes out. */
export function addPreview(program: Command, run: Run): void {
  program
    .command('preview')
    .description('show what will go out: texts by channel, issues, odd times, and where limits get in the way')
    .option('--from <day>', 'from this day, by UTC, or instant on; now when absent', instant)
    .option('--days <count>', 'so many days from there', wholeNumber, 14)
    .option('--channel <channel>', 'on this channel only')
    .option('--campaign <name>', 'of this campaign only')
    .action((options: PreviewOptions, command: Command) => run(command, (context) => preview(context, options)))
}

async function preview(context: Context, { from, days, channel, campaign }: PreviewOptions): Promise<ExitCode> {
  const { output } = context
  return withSession(context, async (session) => {
    const start = from ?? session.clock.now()
    const found = await schedulerOf(session).preview({ from: start, to: start + days * dayMs, channel, campaign })
    output.json(found)
    for (const post of found.posts) showPost(output, post, channel)
    for (const forecast of found.channels) {
      if (channel === undefined || channel === forecast.channel) showForecast(output, forecast)
    }
    if (found.posts.length === 0) output.hint(`Nothing goes out in these ${days} days.`)
    else output.hint('Nothing was sent.')
    return exitCodes.ok
  })
}

function showPost(output: Output, post: CalendarPreview['posts'][number], only: string | undefined): void {
  const { bold, dim } = output.style
  const name = post.id === undefined ? '' : `  ${inertLine(post.id)}`
  output.say(
    `${bold(inertLine(post.localTime.replace('T', ' ')))} ${dim(post.utcTime)}  ${inertLine(post.state)}${name}`,
  )
  showNotes(output, post.notes)
  for (const [channel, { parts, issues, notes }] of Object.entries(post.channels)) {
    if (only !== undefined && only !== channel) continue
    for (const [index, { text, lengths }] of parts.entries()) {
      const measured = lengths.map(({ actual, maximum, unit }) => `${actual}/${maximum} ${unit}`).join(', ')
      const part = parts.length === 1 ? '' : ` ${index + 1}/${parts.length}`
      output.say(`  ${inertLine(channel)}${part}  ${dim(measured)}`)
      for (const line of inertText(text).split('\n')) output.say(`    ${output.style.cyan('│')} ${line}`)
    }
    for (const issue of issues) showIssue(output, issue)
    showNotes(output, notes)
  }
  output.say()
}

function showNotes({ say, style }: Output, notes: readonly PreviewNote[]): void {
  // What holds a post back stands among its issues, with what to do about it.
  for (const { code, message } of notes) if (code !== 'held') say(`  ${style.yellow('!')} ${inertLine(message)}`)
}

function showForecast({ say, style }: Output, forecast: CalendarPreview['channels'][number]): void {
  const { channel, postCount, doneAtLocalTime = '', late, areLimitsKnown } = forecast
  const posts = postCount === 1 ? '1 post' : `${postCount} posts`
  const until = postCount === 0 ? '' : `, out by ${doneAtLocalTime.replace('T', ' ')}`
  say(`${style.bold(inertLine(channel))}: ${posts}${inertLine(until)}${areLimitsKnown ? '' : ', as far as is known'}`)
  if (late.length === 0) return
  say(style.yellow(`  ${late.length} can't go out at the time asked for: the platform's limits`))
  for (const { id, at, expectedAt } of late.slice(0, maxLate)) {
    say(`    ${formatTime(at)} → ${formatTime(expectedAt)}  ${inertLine(id ?? '')}`)
  }
  if (late.length > maxLate) say(`    … and ${late.length - maxLate} more`)
}
