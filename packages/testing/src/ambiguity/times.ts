/** The clock of the cells: a time-out of 30 s takes a second and a half. */
export const paceFactor = 20

/** Instead of what the platforms declare, so that a cell takes seconds. In milliseconds of the accelerated clock. */
export const reconciliation = { lateCommitMs: 10_000, consistencyMs: 500, leaseMs: 20_000 } as const

/** How long one publish may read back; no cell takes as long. */
export const reconcileWithinMs = 600_000
