import { type HttpAnswer, TuttiError } from '@tutti/model'
import type { BuiltRequest } from './build-request.ts'
import type { Try } from './exchange.ts'
import type { HttpOptions } from './http-options.ts'
import { sendOnce, withOutcome } from './send-once.ts'

/** What all tries of one request share. */
export interface Refreshing {
  /** A credential is made new once per request: a second refusal is about something else. */
  refreshed: boolean
}

/**
 * One try, and one more with a new credential when the platform has refused the present one, or when
 * `authorize` finds that there is no session yet. The refusal is definite, so this is right for a committing request too; the repeat takes its own permit.
 */
export async function sendRefreshing(
  options: HttpOptions,
  built: BuiltRequest,
  shared: Refreshing,
): Promise<HttpAnswer> {
  const state: Try = { outcome: 'not-sent', answered: false }
  try {
    return await sendOnce(options, built, state)
  } catch (error) {
    const stale = state.credential
    if (shared.refreshed || stale === undefined || built.request.authorize === false || !refusesCredential(error)) {
      throw error
    }
    shared.refreshed = true
    if ((await refresh(options, stale)) === undefined) {
      throw error
    }
  }
  return sendOnce(options, built, { outcome: 'not-sent', answered: false })
}

function refusesCredential(error: unknown): boolean {
  return (
    TuttiError.isInstance(error) &&
    error.outcome !== 'unknown' &&
    (error.code === 'credential-expired' || error.code === 'unauthorized')
  )
}

/** The request itself was refused: whatever becomes of the refresh, it did not happen. */
async function refresh({ credential }: HttpOptions, stale: NonNullable<Try['credential']>) {
  try {
    return await credential.refresh(stale)
  } catch (error) {
    throw TuttiError.isInstance(error) ? withOutcome(error, 'not-sent') : error
  }
}
