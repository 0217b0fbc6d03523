import { vi } from 'vitest'

/** Turns, not time: a loaded machine may take long for each. */
const settledTurns = 10

/**
 * Waits until an expectation has held for some turns of the event loop: for limiters that work across
 * turns, where a virtual clock has no part.
 */
export async function until(expectation: () => void): Promise<void> {
  await vi.waitFor(expectation, { timeout: 2000, interval: 1 })
  for (let turn = 0; turn < settledTurns; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1))
  expectation()
}
