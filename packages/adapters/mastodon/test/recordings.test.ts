import type { FailedAnswer, HttpAnswer } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { readItems, readPage } from '../src/api/pages.ts'
import { readError } from '../src/errors.ts'
import { readFilter } from '../src/native/filter.ts'
import { readScheduledStatus } from '../src/native/scheduled-statuses.ts'
import { isMessageAmong, readConversation } from '../src/read/conversation.ts'
import { readLimits } from '../src/read/instance.ts'
import { readComment, readMessage, readNotification } from '../src/read/interaction.ts'
import { readProfile } from '../src/read/profile.ts'
import { startReading } from '../src/read/reading.ts'
import { postRef } from '../src/read/refs.ts'
import { readSoftware } from '../src/read/software.ts'
import { readMedia, readStatus } from '../src/read/status.ts'
import { hasSharedFolder, listShared, needsSharedFolder, readShared } from './support/shared-folder.ts'

interface Recording {
  readonly request: { readonly method: string; readonly path: string }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: unknown
  }
}

const folders = ['recordings/gotosocial-0.20.0', 'recordings/gotosocial-0.20.0-ratelimit']
const recordings = folders.flatMap((folder) =>
  listShared(folder)
    .filter((file) => file !== 'streaming-user-websocket-frames.json')
    .map((file) => ({ ...(readShared(`${folder}/${file}`) as Recording), name: `${folder.split('/')[1]}/${file}` })),
)
const nameOf = (part: string) => recordings.find(({ name }) => name.includes(part)) as Recording & { name: string }
const bodyOf = (part: string) => nameOf(part).response.body

const domain = '127.0.0.1:8082'
const aliceId = '01MNHCC7MT3PV7QE3HQ3XG75Z0'
const bobId = '01XY184FQV85BW7ECKV17RFPM0'
const reading = () => ({ ...startReading(domain), channel: 'gts', accountId: aliceId })

/** What a reader makes of an answer: it must be something, and whole. */
type Check = (recording: Recording) => void

const isStatus: Check = ({ response }) => {
  const post = readStatus(response.body, reading())
  expect(post?.ref.id).toMatch(/^01[0-9A-Z]{24}$/)
  expect(post?.author.handle).toMatch(/^(?:alice|bob)@127\.0\.0\.1:8082$/)
  expect(post?.createdAt).toBeGreaterThan(Date.parse('2026-11-22T00:00:00Z'))
  expect(post?.visibility?.unified).not.toBe('other')
  expect(post?.text).not.toMatch(/[<>]/)
  expect(post?.raw).toBe(response.body)
}
const isAccount: Check = ({ response }) => {
  const profile = readProfile(response.body, reading())
  expect(profile?.handle).toMatch(/^(?:alice|bob)@127\.0\.0\.1:8082$/)
  expect(profile?.followerCount).toBeTypeOf('number')
  expect(profile?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/@/)
}
const isMedia: Check = ({ response }) => {
  expect(readMedia([response.body])).toMatchObject([
    { kind: { unified: 'image' }, url: expect.stringMatching(/^http:/), widthPixels: expect.any(Number) },
  ])
}
const isListOf = (read: (item: unknown) => unknown): Check => {
  return ({ response }) => {
    const answer: HttpAnswer = { ...response, headers: new Headers(response.headers) }
    const page = readPage(answer, 'list', read)
    expect(page.warnings).toEqual([])
    expect(page.items).toHaveLength((response.body as unknown[]).length)
    if (response.headers.link?.includes('rel="next"')) expect(page.nextCursor).toMatch(/^after:01[0-9A-Z]{24}$/)
  }
}
const isError: Check = ({ request, response }) => {
  const answer = { ...response, headers: new Headers(response.headers), request: { ...request, url: request.path } }
  const error = readError(answer as FailedAnswer)
  const { error: words } = response.body as { readonly error: string }
  expect(error?.message ?? words).toMatch(/\w/)
  if (response.status === 429) expect(error?.code).toBeUndefined()
  else expect(error).toMatchObject({ outcome: 'rejected', code: expect.any(String) })
}
/** Answers of parts of the API that the adapter does not use: no reader takes them for something they are not. */
const isForeign: Check = ({ response }) => {
  expect(readStatus(response.body, reading())).toBeUndefined()
  expect(readNotification(response.body, reading())).toBeUndefined()
  expect(readProfile(response.body, reading())).toBeUndefined()
}
const isInstance: Check = ({ response }) => {
  const limits = readLimits(response.body, { name: 'gotosocial' }, 0)
  expect(limits).toMatchObject({ maxMedia: 6, poll: { maxOptions: 6, minDurationMs: 300_000 } })
  expect(limits.text).toMatchObject([{ maximum: 5000 }])
  expect(limits.media.image).toMatchObject({ maxCount: 6, maxBytes: 2_097_152 })
  expect(limits.media.image?.mimeTypes).toContain('image/png')
  expect(limits.fields).not.toContain('quote')
}
const isContext: Check = ({ response }) => {
  const { descendants } = response.body as { readonly descendants: readonly unknown[] }
  const post = postRef('01M80HFWZ7TC4QQ1DPM5MADC86')
  const comments = descendants.map((status) => readComment(status, post, reading()))
  expect(comments).toMatchObject([
    { kind: { unified: 'comment' }, author: { ref: { id: aliceId } }, text: 'behind a warning', state: 'visible' },
    { kind: { unified: 'comment' }, author: { ref: { id: bobId } }, text: '@alice hi back', post },
  ])
}

const isScheduled: Check = ({ response }) => {
  expect(readScheduledStatus(response.body)).toMatchObject({
    id: expect.stringMatching(/^01[0-9A-Z]{24}$/),
    text: 'later',
    visibility: { unified: 'unlisted', raw: 'unlisted' },
    media: [],
  })
}
const isSearch: Check = ({ response }) => {
  const { accounts, statuses } = response.body as Readonly<Record<string, unknown>>
  expect(readItems(statuses, 'statuses', (item) => readStatus(item, reading()))).toMatchObject({
    items: [expect.anything(), expect.anything()],
    warnings: [],
  })
  expect(readItems(accounts, 'accounts', (item) => readProfile(item, reading()))).toEqual({ items: [], warnings: [] })
}

/** The reader of each answer by what was asked; the first that fits. */
const checks: readonly (readonly [RegExp, Check])[] = [
  [/^GET \/api\/v[12]\/instance$/, isInstance],
  [/^GET \/api\/v1\/accounts\/(?:verify_credentials|lookup\?.*|01\w+)$/, isAccount],
  [/^PATCH \/api\/v1\/accounts\/update_credentials$/, isAccount],
  [/^GET \/api\/v1\/accounts\/\w+\/statuses\?/, isListOf((item) => readStatus(item, reading()))],
  [/^GET \/api\/v1\/accounts\/\w+\/followers$/, isListOf((item) => readProfile(item, reading()))],
  [/^GET \/api\/v1\/statuses\/\w+\/(?:favourited|reblogged)_by$/, isListOf((item) => readProfile(item, reading()))],
  [/^GET \/api\/v1\/statuses\/\w+\/context$/, isContext],
  [/^GET \/api\/v1\/notifications\?/, isListOf((item) => readNotification(item, reading()))],
  [/^GET \/api\/v1\/conversations$/, isListOf((item) => readConversation(item, reading()))],
  [/^GET \/api\/v2\/filters$/, isListOf(readFilter)],
  [/^GET \/api\/v1\/scheduled_statuses$/, isListOf(readScheduledStatus)],
  [/^PUT \/api\/v1\/scheduled_statuses\/\w+$/, isScheduled],
  [/^GET \/api\/v2\/search\?/, isSearch],
  [/^GET \/api\/v1\/timelines\//, isListOf((item) => readStatus(item, reading()))],
  [/^GET \/api\/v1\/(?:favourites|bookmarks)$/, isListOf((item) => readStatus(item, reading()))],
  [/^(?:POST|PUT) \/api\/v[12]\/media/, isMedia],
  [/^GET \/api\/v1\/media\//, isMedia],
  [/^(?:GET|PUT|DELETE) \/api\/v1\/statuses\/\w+$/, isStatus],
  [/^POST \/api\/v1\/statuses(?:\/\w+\/\w+)?$/, isStatus],
]

const checkOf = ({ name, request, response }: Recording & { readonly name: string }): Check => {
  if (response.status >= 400) return isError
  if (name.includes('status-schedule')) return isScheduled
  const asked = `${request.method} ${request.path}`
  return checks.find(([pattern]) => pattern.test(asked))?.[1] ?? isForeign
}

describe.skipIf(!hasSharedFolder)(`what a real GoToSocial answered (${needsSharedFolder})`, () => {
  test('nothing recorded is left out', () => {
    expect(recordings).toHaveLength(90)
    const counts = new Map<Check, number>()
    for (const recording of recordings) counts.set(checkOf(recording), (counts.get(checkOf(recording)) ?? 0) + 1)
    expect(counts.get(isStatus)).toBeGreaterThan(20)
    expect(counts.get(isError)).toBeGreaterThan(20)
    expect(counts.get(isForeign)).toBeLessThan(25)
  })

  test.each(recordings)('$name', (recording) => checkOf(recording)(recording))

  test('the software is recognised, and its ignorance of keys with it', () => {
    expect(readSoftware(bodyOf('02-instance-v2'))).toMatchObject({ name: 'gotosocial' })
    // Version 1 names no source: the NodeInfo is asked then.
    expect(readSoftware(bodyOf('01-instance-v1'))).toMatchObject({ name: 'unknown' })
    const [first, second] = ['14-status-create-form', '15-status-create-idempotent-repeat'].map((name) =>
      readStatus(bodyOf(name), reading()),
    )
    expect(first?.text).toBe(second?.text)
    expect(first?.ref.id).not.toBe(second?.ref.id)
  })

  test('posts are read as they were sent', () => {
    expect(readStatus(bodyOf('14-status-create-form'), reading())).toMatchObject({
      text: 'Hello from #sdk @bob',
      languages: ['en'],
      visibility: { unified: 'public', raw: 'public' },
      counts: { replies: 0, reposts: 0, reactions: 0, quotes: undefined },
    })
    expect(readStatus(bodyOf('16-status-create-json-cw'), reading())).toMatchObject({ contentWarning: 'cw' })
    expect(readStatus(bodyOf('21-status-create-with-media'), reading())?.media).toMatchObject([
      { kind: { unified: 'image', raw: 'image' }, alt: 'a grey box', widthPixels: 64 },
    ])
    expect(readStatus(bodyOf('35-status-reblog'), reading())).toMatchObject({
      ref: { id: '01M80HFWZ7TC4QQ1DPM5MADC86' },
      repostedBy: { handle: 'bob@127.0.0.1:8082' },
    })
    expect(readStatus(bodyOf('30-reply-from-bob'), reading())).toMatchObject({
      replyTo: { id: '01M80HFWZ7TC4QQ1DPM5MADC86' },
      author: { handle: 'bob@127.0.0.1:8082' },
    })
  })

  test('a follow request is an interaction that waits', () => {
    const [request] = bodyOf('45-notifications') as readonly unknown[]
    expect(readNotification(request, reading())).toMatchObject({
      kind: { unified: 'follow', raw: 'follow_request' },
      state: 'pending',
      author: { handle: 'bob@127.0.0.1:8082' },
      text: '',
    })
  })

  test('what is told bob alone is a message', () => {
    expect(readMessage(bodyOf('65-status-dm'), reading())).toMatchObject({
      kind: { unified: 'message' },
      text: '@bob secret',
      ref: { facts: { visibility: 'direct' } },
    })
    expect(isMessageAmong(bodyOf('65-status-dm'), [`bob@${domain}`], reading())).toBe(true)
    expect(isMessageAmong(bodyOf('65-status-dm'), [`carol@${domain}`], reading())).toBe(false)
    expect(isMessageAmong(bodyOf('26-status-get'), [`bob@${domain}`], reading())).toBe(false)
  })

  test('an app is registered and void tokens are void, as our sign-in expects it', () => {
    expect(bodyOf('05-app-register')).toMatchObject({
      client_id: expect.any(String),
      client_secret: expect.any(String),
    })
    expect(nameOf('04-oauth-metadata').response.status).toBe(404)
    expect(nameOf('86-oauth-revoke').response).toMatchObject({ status: 200, body: {} })
  })

  test('a streamed status is read like any other', () => {
    const frames = readShared('recordings/gotosocial-0.20.0/streaming-user-websocket-frames.json') as readonly {
      readonly payload: string
    }[]
    for (const { payload } of frames) expect(readStatus(JSON.parse(payload), reading())?.text).toMatch(/\w/)
  })

  test.each([
    ['68-error-401-no-token', 'unauthorized', 'Unauthorized: token not supplied'],
    ['70-error-404-status', 'not-found', 'Not Found: target status not found'],
    ['74-error-too-long', 'rejected', 'Bad Request: text with spoiler exceed max chars (5000)'],
    ['80-error-delete-foreign', 'forbidden', 'Forbidden'],
    ['81-error-media-bad-type', 'rejected', 'Unprocessable Entity: error processing media'],
    ['error-418-no-user-agent', 'rejected', "I'm a teapot: no user-agent sent with request"],
  ])('%s is %s', (name, code, message) => {
    const { request, response } = nameOf(name)
    const failed = { ...response, headers: new Headers(), request: { ...request, url: request.path } }
    expect(readError(failed as FailedAnswer)).toMatchObject({ code, message })
  })
})
