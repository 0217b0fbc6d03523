import { type Interaction, TuttiError } from '@tutti/model'
import type { Session } from '../client/open-session.ts'
import { moderationOf, outcomePaint, type Verdict, whyOf } from '../moderation.ts'
import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import { shortIdOf } from '../references/short-id.ts'

/** What is to be judged: what channels have, or one thing that just came in. */
export type ToJudge = { readonly channels: readonly string[] } | { readonly interactions: readonly Interaction[] }

/**
 * Makes a function that lets the rules of the configuration act, and prints what they did. What fails, such as at a
 * limit, is told and does not end the watching: the same is judged again by the next `tutti moderate`.
 * @throws InvalidInputError `invalid-options` when the configuration has no rules
 */
export function judgeOf(session: Session, output: Output, signal: AbortSignal) {
  const moderation = moderationOf(session)
  return async (input: ToJudge): Promise<void> => {
    try {
      for (const verdict of await moderation.moderate({ ...input, signal })) showVerdict(output, verdict)
    } catch (error) {
      if (!TuttiError.isInstance(error)) throw error
      if (signal.aborted) return
      output.jsonLine({ kind: 'error', error: error.toJSON() })
      output.note(`Not moderated: ${error.message}. Later: tutti moderate`)
    }
  }
}

function showVerdict(output: Output, verdict: Verdict): void {
  const { channel, interaction, outcome } = verdict
  const shortId = shortIdOf(channel, interaction.id)
  output.jsonLine({ kind: 'verdict', channel, verdict, shortId })
  const paint = outcomePaint(output, verdict)
  output.say(`  ${output.style.dim(shortId)} ${paint(inertLine(outcome))}: ${whyOf(verdict)}`)
}
