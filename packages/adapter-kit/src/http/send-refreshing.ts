import { type HttpAnswer, TuttiError } from '@tutti/model'
import type { BuiltRequest } from './build-request.ts'
import type { Try } from './exchange.ts'
import type { HttpOptions } from './http-options.ts'
import { sendOnce, withOutcome } from './send-once.ts'

/** What all tries of one request share. */
export interface Refreshing {
  /** A credential is made new once per request: a second refusal is about something else. */
  refreshed: boolean
  /** What the refresh has failed with, after tries of its own. */
  failedWith?: unknown
  /** A proof is made anew with the server's nonce once per request, for the same reason. */
  nonceTaken?: boolean
}

/**
 * One try, and one more with a new credential when the platform has refused the present one, or when
 * `authorize` finds that there is no session yet; and one more when only the nonce of the proof was
 * wrong. These refusals are definite, so this is right for a committing request too; each repeat takes
 * its own permit.
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
    if (!(await makeReady(options, built, shared, state, error))) throw error
  }
  return sendRefreshing(options, built, shared)
}

/** Whether what was refused can be put right: at most once for each reason. */
async function makeReady(
  options: HttpOptions,
  { request }: BuiltRequest,
  shared: Refreshing,
  { credential: stale, wantsNonce }: Try,
  error: unknown,
): Promise<boolean> {
  if (stale === undefined || request.authorize === false || !refusesCredential(error)) return false
  if (wantsNonce && !shared.nonceTaken) {
    shared.nonceTaken = true
    return true
  }
  if (shared.refreshed) return false
  shared.refreshed = true
  return (await refresh(options, stale, shared)) !== undefined
}

function refusesCredential(error: unknown): boolean {
  return (
    TuttiError.isInstance(error) &&
    error.outcome !== 'unknown' &&
    (error.code === 'credential-expired' || error.code === 'unauthorized')
  )
}

/** The request itself was refused: whatever becomes of the refresh, it did not happen. */
async function refresh({ credential }: HttpOptions, stale: NonNullable<Try['credential']>, shared: Refreshing) {
  try {
    return await credential.refresh(stale)
  } catch (error) {
    shared.failedWith = TuttiError.isInstance(error) ? withOutcome(error, 'not-sent') : error
    throw shared.failedWith
  }
}
