import type { Audience } from '../metrics.ts'
import type { Acknowledged, InteractionInput, Operation } from './operations.ts'

/** Vocabulary that no adapter uses yet: shapes may still change. */
export interface experimental_OperationVocabulary {
  deleteInteraction: Operation<InteractionInput, Acknowledged>
  approveInteraction: Operation<InteractionInput, Acknowledged>
  markInteractionSpam: Operation<InteractionInput, Acknowledged>
  fetchAudience: Operation<Record<never, never>, Audience>
}
