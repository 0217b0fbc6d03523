import { createHttp, createMemoryCredentialSource, systemClock } from '@tutti/adapter-kit'
import { bluesky } from '@tutti/bluesky'
import { type ErrorCode, TuttiError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { methodOf, type Recording, readRecordings } from './support/recordings.ts'

const adapter = bluesky({ service: 'http://localhost:2583' })
const { credential } = adapter.channel({ identifier: 'alice.test', appPassword: 'pass-alice' })

/** What each recorded failure means, by the platform's own name for it; `InvalidRequest` by its words. */
const codes: Readonly<Record<string, ErrorCode>> = {
  AccountDeactivated: 'forbidden',
  AccountNotFound: 'not-found',
  AccountTakedown: 'forbidden',
  AuthMissing: 'unauthorized',
  AuthenticationRequired: 'unauthorized',
  BlobNotFound: 'rejected',
  ExpiredToken: 'credential-expired',
  HandleNotFound: 'not-found',
  InternalServerError: 'server-error',
  InvalidRequest: 'rejected',
  InvalidSwap: 'conflict',
  InvalidToken: 'credential-expired',
  MethodNotImplemented: 'not-offered',
  NotFound: 'not-found',
  PayloadTooLarge: 'media-too-large',
  PayloadTooLargeError: 'rejected',
  RateLimitExceeded: 'rate-limited',
  RecordNotFound: 'not-found',
  RepoNotFound: 'gone',
  SyntaxError: 'rejected',
}
const codesByName: Readonly<Record<string, ErrorCode>> = {
  'chat-app-password': 'forbidden',
  'get-author-feed-unknown-actor': 'not-found',
  'get-blob-unknown': 'not-found',
  'get-profile-unknown': 'not-found',
  'get-record-taken-down': 'gone',
  'get-record-unknown-did': 'gone',
  'get-record-unknown-repo': 'gone',
  'get-session-taken-down': 'unauthorized',
  'not-found-path': 'not-found',
  'wrong-audience-token': 'unauthorized',
}

// The two of OAuth with DPoP come from endpoints that the adapter does not use.
const failures = readRecordings().filter(({ name, response }) => response.status >= 400 && !/^(oauth|dpop)-/.test(name))

const expectedCode = ({ name, response }: Recording) =>
  codesByName[name] ?? codes[(response.body as { error: string }).error]

const expectedOutcome = ({ response: { status } }: Recording) => {
  if (status === 429) return 'not-sent'
  return status >= 500 && status !== 501 ? 'unknown' : 'rejected'
}

describe.skipIf(failures.length === 0)('recorded failures (skipped without ../shared/recordings/bluesky)', () => {
  test.each(failures.map((recording) => [recording.name, recording] as const))('%s', async (_name, recording) => {
    const error = await errorOf(recording)
    expect(TuttiError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({
      code: expectedCode(recording),
      outcome: expectedOutcome(recording),
      status: recording.response.status,
      platform: 'bluesky',
    })
  })

  test('a refusal for a limit says how long to wait', async () => {
    const limited = failures.filter(({ response }) => response.status === 429)
    expect(limited.length).toBeGreaterThan(3)
    for (const recording of limited) {
      const seconds = Number(new Map(recording.response.headers).get('Retry-After'))
      expect(await errorOf(recording)).toMatchObject({ retryAfterMs: seconds * 1000 })
    }
  })

  test('a record key that is taken is never called a refusal', async () => {
    const duplicate = failures.find(({ name }) => name === 'duplicate-rkey')
    expect(duplicate && (await errorOf(duplicate))).toMatchObject({ code: 'server-error', outcome: 'unknown' })
  })
})

/** The error that `context.http` makes of a recorded answer, with the adapter's own `readError`. */
async function errorOf(recording: Recording): Promise<unknown> {
  const { status, headers, body } = recording.response
  const text = typeof body === 'object' && body !== null ? JSON.stringify(body) : String(body ?? '')
  const kept = headers.filter(([name]) => !/^(content-length|content-encoding|transfer-encoding)$/i.test(name))
  const transport = async () =>
    new Response(text, { status, headers: kept.map(([name, value]): [string, string] => [name, value]) })
  const http = createHttp({
    adapter,
    baseUrl: 'http://localhost:2583',
    credential: createMemoryCredentialSource({ ...credential, secrets: { accessJwt: 'the access token' } }),
    clock: systemClock,
    signal: new AbortController().signal,
    retry: { maxAttempts: 1, maxDelayMs: 0, spend: () => false, refill: () => {} },
    transport,
    // The servers of the recordings had several addresses.
    outsideTransport: transport,
    userAgent: 'tutti-test',
  })
  const isUpload = methodOf(recording) === 'com.atproto.repo.uploadBlob'
  const source = { byteLength: 0, mimeType: 'image/png', open: async () => new Blob([]).stream() }
  const request = http.request({
    method: recording.request.method as 'GET' | 'POST',
    url: recording.request.url,
    bucket: 'requests',
    ...(isUpload ? { body: source } : {}),
  })
  return request.then(
    () => undefined,
    (error: unknown) => error,
  )
}
