/**
 * Every state of a delivery and of its parts.
 *
 * - `held`: own issues or a guard keep it back; nothing was sent
 * - `queued`: ready, not yet sent
 * - `publishing`: journalled, the committing request is on its way
 * - `processing`: the platform has accepted it and is still at it
 * - `published`: on the platform; final
 * - `rejected`: the platform refused it; final
 * - `not-sent`: it provably never left, and tries are used up; final
 * - `unknown`: it may be on the platform; only reading back can tell
 * - `needs-human`: reading back can't tell, or it is absent and nobody said to resend
 * - `cancelled`, `missed`: never sent, by decision or because its time passed; final
 */
export const deliveryStates = [
  'held',
  'queued',
  'publishing',
  'processing',
  'published',
  'rejected',
  'not-sent',
  'unknown',
  'needs-human',
  'cancelled',
  'missed',
] as const

/** The fate of a delivery or of one of its parts. */
export type DeliveryState = (typeof deliveryStates)[number]

// From best to worst: a delivery is as bad as its worst part.
const severity: readonly DeliveryState[] = [
  'published',
  'processing',
  'queued',
  'publishing',
  'held',
  'cancelled',
  'missed',
  'not-sent',
  'rejected',
  'needs-human',
  'unknown',
]

/** The worst of some states: the state of a delivery by its parts'. */
export function worstState(states: readonly DeliveryState[]): DeliveryState {
  return states.reduce(
    (worst, state) => (severity.indexOf(state) > severity.indexOf(worst) ? state : worst),
    'published',
  )
}

const finalStates: readonly DeliveryState[] = [
  'held',
  'published',
  'rejected',
  'not-sent',
  'needs-human',
  'cancelled',
  'missed',
]

/** Whether nothing more happens by itself. `held`, `not-sent` and `needs-human` wait for a person. */
export function isFinalState(state: DeliveryState): boolean {
  return finalStates.includes(state)
}
