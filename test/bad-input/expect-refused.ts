import { TuttiError } from '@tutti/core'
import { expect } from 'vitest'

/** Something wrong, and the place that the error must name. */
export interface Refusal {
  readonly path: string
  /** `invalid-input` when absent. */
  readonly code?: string | undefined
}

/** Does something wrong: it must fail with a typed error that names the place and says what to do. */
export async function expectRefused(act: () => unknown, { path, code = 'invalid-input' }: Refusal): Promise<void> {
  const error = await Promise.resolve()
    .then(act)
    .then(
      (value) => ({ wasTaken: value }),
      (thrown: unknown) => thrown,
    )
  expect(error).toSatisfy(TuttiError.isInstance)
  expect(error).toMatchObject({ code, path, outcome: 'not-sent', retryable: false })
  expect((error as TuttiError).advice).toMatch(/\w+ \w+/)
  // A place is of use only when a person can find it in the message too, or sees it at once.
  expect((error as TuttiError).message).toMatch(/\w+ \w+/)
}
