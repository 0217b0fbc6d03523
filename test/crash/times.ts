/** So many times faster than the real time: a time-out of 30 s takes three, which a busy machine has for an answer. */
export const paceFactor = 10

/** Instead of what a board declares, so that a cell takes seconds. In milliseconds of the accelerated clock. */
export const times = { lateCommitMs: 20_000, consistencyMs: 500, leaseMs: 30_000 } as const

/** How long one publish or recovery may read back; no cell takes as long. */
export const reconcileWithinMs = 600_000

/** When scheduled posts are due, from the moment of scheduling. */
export const dueInMs = 5_000
