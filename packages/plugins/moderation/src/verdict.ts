import { defineEvent, defineHook, type ErrorRecord, type Interaction, type InteractionRef } from '@tutti/model'
import type { Judgement } from './judge.ts'

/**
 * What came of a judgement. `none`: nothing to do. `flagged`: a person should look. `hidden`: done.
 * `cannot-hide`: this platform or account can't. `vetoed`: a guard said no. `failed`: see `error`.
 * `undone`: a person took it back, and it is not judged again.
 */
export type VerdictOutcome = 'none' | 'flagged' | 'hidden' | 'cannot-hide' | 'vetoed' | 'failed' | 'undone'

/** A judgement about one interaction and what came of it. Plain JSON, kept in the store. */
export interface Verdict extends Judgement {
  readonly id: string
  readonly channel: string
  readonly interaction: InteractionRef
  readonly outcome: VerdictOutcome
  /** Epoch milliseconds. */
  readonly at: number
  /** What else can be done, where hiding can't. */
  readonly advice?: string | undefined
  readonly error?: ErrorRecord | undefined
}

/** What a guard of moderation sees. */
export interface ModerationInput {
  readonly interaction: Interaction
  readonly judgement: Judgement
}

/** May keep an interaction from being hidden: customers, colleagues, a quiet period. */
export const guardModeration = defineHook<ModerationInput>()('guard', 'moderation.guard')

/** Something was hidden, flagged, or should have been. */
export const moderationActed = defineEvent<{ readonly verdict: Verdict }>()('moderation.acted')
