export type { DryRun, DryVerdict } from './dry-run.ts'
export type { Evidence, Judgement } from './judge.ts'
export { type ModerationApi, type ModerationOptions, moderation, moderationRef } from './moderation.ts'
export type { StoredInteraction } from './records.ts'
export {
  type LinksRule,
  type ModerationRule,
  type PatternsRule,
  type RuleAction,
  rules,
  type WordsRule,
} from './rules.ts'
export { guardModeration, type ModerationInput, moderationActed, type Verdict, type VerdictOutcome } from './verdict.ts'
