import type { Delivery, DeliveryState } from '@tutti/model'
import { exitCodes } from '../exit-codes.ts'
import { adviceOf } from '../output/advice-of.ts'
import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import type { Cell } from '../output/table.ts'
import { whereOf } from '../references/where.ts'
import { exitCodeOfState } from './exit-code-of-deliveries.ts'
import { showIssue } from './show-preview.ts'

const advices: Readonly<Partial<Record<DeliveryState, string>>> = {
  unknown:
    'It may stand there. Do not post it again under another id: `tutti posts --recover` reads back and finds out.',
  publishing: 'It is on its way, or the process that sent it has died: `tutti posts --recover` finds out.',
  processing: 'The platform has accepted it and is still at it: `tutti posts --recover` looks again.',
  'needs-human': 'Look at the platform, then tell what you saw: `tutti decide {id} {channel} --help`.',
  'not-sent': 'It provably never left. Run the same command again with --id {id}.',
  queued: 'It was not sent yet. `tutti posts --recover` sends it when the limit allows.',
}

/** How it is known that a delivery stands, in words. */
function howWeKnow({ parts }: Delivery): string {
  const kinds = new Set(parts.map(({ confirmedBy }) => confirmedBy))
  if (kinds.has('person')) return 'a person said so'
  if (kinds.has('read-back')) return 'found by reading back'
  return kinds.has('answer') ? 'the platform answered' : ''
}

/** A state in its colour. */
export function stateCell(output: Output, state: DeliveryState): Cell {
  const { green, yellow, red } = output.style
  const exitCode = exitCodeOfState(state)
  return { text: state, paint: exitCode === exitCodes.ok ? green : exitCode === exitCodes.refused ? red : yellow }
}

function whereDelivered({ parts }: Delivery): string {
  const ref = parts.find((part) => part.ref !== undefined)?.ref
  return ref === undefined ? '' : whereOf(ref)
}

/**
 * Shows what became of each delivery, how that is known, where it stands, and what to do about it. `stoodBefore`: the
 * channels on which all of it stood already.
 */
export function showDeliveries(
  output: Output,
  postId: string,
  deliveries: readonly Delivery[],
  stoodBefore: ReadonlySet<string> = new Set(),
): void {
  output.table(
    ['channel', 'state', 'how we know', 'where'],
    deliveries.map((delivery) => [
      inertLine(delivery.channel),
      stateCell(output, delivery.state),
      stoodBefore.has(delivery.channel) ? 'it stood there already; nothing was sent' : howWeKnow(delivery),
      whereDelivered(delivery),
    ]),
  )
  for (const delivery of deliveries) showTrouble(output, postId, delivery)
  output.say(output.style.dim(`id ${inertLine(postId)}`))
}

function showTrouble(output: Output, postId: string, delivery: Delivery): void {
  const { state, channel, reason, parts, issues, firstComment } = delivery
  for (const issue of issues) showIssue(output, issue)
  const error = parts.find((part) => part.error !== undefined && part.state !== 'published')?.error
  const advice = (advices[state] ?? (error && adviceOf(error)))?.replace('{id}', postId).replace('{channel}', channel)
  // What holds a post back was said above.
  if (state === 'held' && issues.length > 0) return
  if (state !== 'published' && (reason ?? error ?? advice) !== undefined) {
    output.say(`  ${inertLine(channel)}: ${inertLine(reason ?? error?.message ?? state)}`)
    if (advice !== undefined) output.say(`    ${inertLine(advice)}`)
  }
  if (firstComment !== undefined && firstComment.state !== 'published') {
    output.say(`  ${inertLine(channel)}: the first comment is ${firstComment.state}; the post itself is not affected`)
  }
}
