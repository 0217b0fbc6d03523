import { InvalidInputError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { mastodon } from '../src/index.ts'

const thrownBy = (action: () => unknown): unknown => {
  try {
    return action()
  } catch (error) {
    return error
  }
}

describe('server', () => {
  test.each([
    ['https://social.example', 'https://social.example'],
    ['https://social.example/', 'https://social.example'],
    ['https://Social.Example:8443', 'https://social.example:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('%s is taken', (server, origin) => {
    expect(mastodon({ server }).baseUrl({})).toBe(origin)
  })

  test.each([
    ['', 'short'],
    ['social.example', 'no http(s) address'],
    ['@ada@social.example', 'no http(s) address'],
    ['ada@social.example', 'no http(s) address'],
    ['ftp://social.example', 'no http(s) address'],
    ['javascript:alert(1)', 'no http(s) address'],
    ['https://', 'no http(s) address'],
    ['https://ada@social.example', 'user name or password'],
    ['https://ada:s3cret@social.example', 'user name or password'],
    ['https://social.example/@ada', 'behind the host'],
    ['https://social.example/?a=1', 'behind the host'],
    ['https://social.example/#ada', 'behind the host'],
    ['http://social.example', 'http is for loopback'],
    ['http://127.0.0.1.social.example', 'http is for loopback'],
    [7, 'string'],
    [undefined, 'string'],
    [null, 'string'],
  ])('%j is refused', (server, problem) => {
    const error = thrownBy(() => mastodon({ server: server as string }))
    expect(InvalidInputError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'invalid-options', path: 'mastodon(options).server', outcome: 'not-sent' })
    expect((error as Error).message).toContain(problem)
    expect(JSON.stringify(error)).not.toContain('s3cret')
  })

  test('options that are not known are refused', () => {
    const options = { server: 'https://social.example', acessToken: 'secret-token' }
    const error = thrownBy(() => mastodon(options))
    expect(error).toMatchObject({ code: 'invalid-options', path: 'mastodon(options).acessToken' })
    expect(JSON.stringify(error)).not.toContain('secret-token')
  })
})

describe('credential', () => {
  const adapter = mastodon({ server: 'https://social.example' })

  test('keeps the token in its secrets and the server in its facts', () => {
    const { credential } = adapter.channel({ accessToken: 'secret-token' })
    expect(credential).toEqual({
      secrets: { accessToken: 'secret-token' },
      facts: { server: 'https://social.example' },
    })
    const request = { method: 'GET', url: '/' } as const
    expect(adapter.authorize({ request, credential, nowMs: 0 })).toEqual({
      headers: { authorization: 'Bearer secret-token' },
    })
  })

  test.each([[''], ['two words'], ['line\r\nbreak: injected'], ['naïve'], [7]])(
    'token %j is refused',
    (accessToken) => {
      const error = thrownBy(() => adapter.channel({ accessToken: accessToken as string }))
      expect(error).toMatchObject({ code: 'invalid-options', path: 'mastodon.channel(credential).accessToken' })
      if (accessToken !== '' && accessToken !== 7) expect(JSON.stringify(error)).not.toContain(accessToken)
    },
  )
})

describe('platformOptions', () => {
  const { parsePlatformOptions } = mastodon({ server: 'https://social.example' })

  test('are taken as they are', () => {
    const options = { sensitive: true, quoteApprovalPolicy: 'nobody', hidePollTotals: false }
    expect(parsePlatformOptions(options)).toEqual(options)
  })

  test.each([
    [{ sensitive: 'yes' }, 'platformOptions.mastodon.sensitive'],
    [{ quoteApprovalPolicy: 'friends' }, 'platformOptions.mastodon.quoteApprovalPolicy'],
    [{ senstive: true }, 'platformOptions.mastodon.senstive'],
  ])('%j is refused', (options, path) => {
    expect(thrownBy(() => parsePlatformOptions(options))).toMatchObject({ code: 'invalid-input', path })
  })
})

test('a poll with media is held back', () => {
  const adapter = mastodon({ server: 'https://social.example' })
  const media = { kind: 'image', uri: 'file:///a.png', sha256: '', byteLength: 1, mimeType: 'image/png' } as const
  const poll = { options: ['a', 'b'], durationMs: 3_600_000 }
  const part = { text: '', lengths: [], media: [], platformOptions: {} }
  const post = { v: 1, postId: 'p', channel: 'c', platform: 'mastodon', labels: {}, issues: [] } as const
  const parts = [part, { ...part, poll, media: [media] }]
  expect(adapter.checkPost?.({ ...post, parts })).toMatchObject([
    { severity: 'error', code: 'poll-with-media', path: 'parts[1].poll' },
  ])
  expect(adapter.checkPost?.({ ...post, parts: [{ ...part, poll }] })).toEqual([])
})
