import { AuthenticationError, PlatformError, TuttiError } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { makePrintable } from '../redaction/printable.ts'
import { redactText } from '../redaction/redact.ts'

const maxWordsLength = 200

/**
 * Runs some steps of OAuth; what the library throws becomes an error of ours, without any of `secrets` in it.
 * @throws AuthenticationError `unauthorized` what the server refuses, `sign-in-denied` what the person has refused,
 * `sign-in-invalid` a callback that does not belong to the sign-in
 * @throws PlatformError `server-error`, `malformed-answer`
 */
export async function explainErrors<T>(secrets: readonly string[], run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw explain(error, secrets)
  }
}

function explain(error: unknown, secrets: readonly string[]): unknown {
  if (TuttiError.isInstance(error)) return error
  if (error instanceof oauth.AuthorizationResponseError) return denied(error, secrets)
  if (error instanceof oauth.ResponseBodyError) return refused(error, secrets)
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    const message = 'the authorization server refused the client or its proof'
    return new AuthenticationError({ code: 'unauthorized', message, status: error.status, outcome: 'rejected' })
  }
  const words = error instanceof Error ? redactText(error.message, secrets) : 'see its answer'
  const message = `the authorization server did not answer as OAuth demands: ${makePrintable(words, maxWordsLength)}`
  return new PlatformError({ code: 'malformed-answer', message, outcome: 'unknown' })
}

function denied({ error, error_description }: oauth.AuthorizationResponseError, secrets: readonly string[]) {
  const message = `the platform sent the person back without access: ${say(error, error_description, secrets)}`
  return new AuthenticationError({ code: 'sign-in-denied', message, outcome: 'rejected' })
}

function refused({ error, error_description, status }: oauth.ResponseBodyError, secrets: readonly string[]) {
  const message = `the authorization server answered ${status}: ${say(error, error_description, secrets)}`
  if (error === 'server_error' || error === 'temporarily_unavailable') {
    return new PlatformError({ code: 'server-error', message, status, outcome: 'unknown', retryable: true })
  }
  const advice = adviceByError[error]
  return new AuthenticationError({ code: 'unauthorized', message, status, outcome: 'rejected', advice })
}

const adviceByError: Readonly<Record<string, string | undefined>> = {
  invalid_client: 'Check the client id and secret of the developer app.',
  invalid_scope: 'Ask only for scopes that the developer app may have.',
  invalid_dpop_proof: 'Check the clock of this machine.',
}

function say(error: string, description: string | undefined, secrets: readonly string[]): string {
  const words = description === undefined ? error : `${error} (${description})`
  return makePrintable(redactText(words, secrets), maxWordsLength)
}
