import type { Interaction } from '@tutti/model'
import { type Judgement, judge } from './judge.ts'
import type { StoredInteraction } from './records.ts'
import type { ModerationRule } from './rules.ts'

/** One interaction with what the rules make of it. Nothing was done. */
export interface DryVerdict extends Judgement {
  readonly interaction: StoredInteraction
}

/** What the rules would have done. */
export interface DryRun {
  readonly verdicts: readonly DryVerdict[]
  readonly counts: { readonly hide: number; readonly flag: number; readonly none: number }
  /** Of what would be hidden, the share that should be; absent without labels, or when nothing would be hidden. */
  readonly precision?: number | undefined
  /** Of what should be hidden, the share that would be; absent without labels, or when nothing should be. */
  readonly recall?: number | undefined
}

/** Tries rules on interactions. `labels` says by interaction id whether it should be hidden. Pure. */
export function tryRules(
  rules: readonly ModerationRule[],
  interactions: readonly (Interaction | StoredInteraction)[],
  labels: Readonly<Record<string, boolean>> = {},
): DryRun {
  const verdicts = interactions.map((interaction) => ({ interaction, ...judge(rules, interaction.text) }))
  const counts = { hide: 0, flag: 0, none: 0 }
  let hiddenAndLabelled = 0
  let hiddenRightly = 0
  let wanted = 0
  for (const { action, interaction } of verdicts) {
    counts[action] += 1
    if (!Object.hasOwn(labels, interaction.ref.id)) continue
    const shouldHide = labels[interaction.ref.id] === true
    if (shouldHide) wanted += 1
    if (action !== 'hide') continue
    hiddenAndLabelled += 1
    if (shouldHide) hiddenRightly += 1
  }
  return {
    verdicts,
    counts,
    precision: hiddenAndLabelled > 0 ? hiddenRightly / hiddenAndLabelled : undefined,
    recall: wanted > 0 ? hiddenRightly / wanted : undefined,
  }
}
