import {
  type Interaction,
  type InteractionKind,
  type PluginHost,
  RateLimitError,
  TuttiError,
  type UnknownChannel,
} from '@tutti/model'
import { type Judgement, judge } from './judge.ts'
import { type Records, verdictId } from './records.ts'
import type { ModerationRule } from './rules.ts'
import { guardModeration, moderationActed, type Verdict } from './verdict.ts'

/** The kinds of interaction that are words of somebody else below or about a post. */
export const judgedKinds: readonly InteractionKind[] = ['comment', 'reply', 'mention', 'quote', 'review']

/** What moderating needs. */
export interface ModerateContext {
  readonly host: PluginHost
  readonly records: Records
  readonly rules: readonly ModerationRule[]
  /** `none` judges and logs only. */
  readonly act: 'hide' | 'none'
}

/** What can be done instead, where hiding can't. */
function adviceFor(channel: UnknownChannel): string {
  if (channel.supports('muteProfile'))
    return `${channel.platform} can't hide a comment; its author can be muted or blocked.`
  return `${channel.platform} can't hide a comment; look at it there.`
}

/** Acts on a judgement that wants something hidden. */
async function hide(
  { host, act }: ModerateContext,
  channel: UnknownChannel,
  interaction: Interaction,
  judgement: Judgement,
): Promise<Pick<Verdict, 'outcome' | 'advice' | 'error' | 'reason'>> {
  const { reason } = judgement
  if (act === 'none') return { outcome: 'flagged', reason }
  const denial = await host.runGuard(guardModeration, { interaction, judgement })
  if (denial) return { outcome: 'vetoed', reason: `${reason}; not hidden: ${denial.deny}` }
  if (!channel.supports('hideInteraction')) return { outcome: 'cannot-hide', reason, advice: adviceFor(channel) }
  try {
    await channel.hideInteraction({ interaction: interaction.ref })
    return { outcome: 'hidden', reason }
  } catch (error) {
    // A limit or a closed client is no verdict about this comment: the caller tries again later.
    if (!TuttiError.isInstance(error) || RateLimitError.isInstance(error) || error.code === 'closed') throw error
    return { outcome: 'failed', reason, error: error.toJSON(), advice: error.advice }
  }
}

/**
 * Judges one interaction and acts on it once: one that has a verdict already is left alone, also
 * when a person has taken that verdict back.
 * @returns the new verdict; `undefined` for one that had one
 */
export async function moderateOne(
  context: ModerateContext,
  channel: UnknownChannel,
  interaction: Interaction,
): Promise<Verdict | undefined> {
  const id = verdictId(interaction)
  const known = await context.records.findVerdict(id)
  if (known && known.outcome !== 'failed') return undefined
  const judgement = judge(context.rules, interaction.text)
  const outcome =
    judgement.action === 'hide'
      ? await hide(context, channel, interaction, judgement)
      : { outcome: judgement.action === 'flag' ? ('flagged' as const) : ('none' as const) }
  const verdict: Verdict = {
    ...judgement,
    ...outcome,
    id,
    channel: interaction.channel,
    interaction: interaction.ref,
    at: context.host.clock.now(),
  }
  await context.records.saveVerdict(verdict)
  if (verdict.outcome !== 'none') context.host.emit(moderationActed, { verdict })
  return verdict
}
