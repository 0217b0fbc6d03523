import { inspect } from 'node:util'
import { type Credential, type Transport, TuttiError } from '@tutti/model'
import { expect, test } from 'vitest'
import { createMemoryCredentialSource, redactHeaders, redactText, redactUrl } from '../src/index.ts'
import { json, serve, serveBytes } from './support/loopback.ts'
import { canary, failure, makeAdapter, makeHttp } from './support/make-http.ts'

const derived = 'derived-8842aa17bc'
const credential: Credential = { secrets: { token: canary, key: 'a/b+c=?secret' }, facts: {} }

/** All that a program could print of an error. */
function everythingOf(error: TuttiError): string {
  return [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })].join('\n')
}

const spy = makeAdapter({
  authorize: () => ({ headers: { authorization: `DPoP ${derived}`, 'x-signature': derived } }),
})

test.each([
  ['in a JSON message', { error: `The token ${canary} is bad` }],
  ['in a nested message', { error: { message: `key=${canary}` } }],
  ['encoded', { error: `key ${encodeURIComponent('a/b+c=?secret')} is bad` }],
  ['derived from the credential', { error: `The proof ${derived} is bad` }],
  ['as plain text', `Authorization: Bearer ${canary}`],
  ['at the end of a long message', { error: `${'x'.repeat(290)}${canary}` }],
])('a platform that echoes a secret %s does not get it into the error', async (_name, body) => {
  const server = await serve((response) =>
    typeof body === 'string' ? response.writeHead(400).end(body) : json(response, body, 400, { 'x-echo': canary }),
  )
  const http = makeHttp(server.url, { adapter: spy, credential: createMemoryCredentialSource(credential) })
  const error = await failure(
    http.request({ method: 'GET', url: `/x/${canary}`, query: { q: canary }, bucket: 'read' }),
  )
  const printed = everythingOf(error)
  for (const secret of [canary, derived, 'a/b+c=?secret', encodeURIComponent('a/b+c=?secret'), canary.slice(0, 8)]) {
    expect(printed).not.toContain(secret)
  }
})

test('an adapter that repeats a secret in its reading, or throws with one, does not get it out', async () => {
  const server = await serve((response) => json(response, {}, 400))
  for (const adapter of [
    makeAdapter({ readError: () => ({ message: `bad ${canary}` }) }),
    makeAdapter({
      readError: () => {
        throw new Error(`bad ${canary}`)
      },
    }),
    makeAdapter({
      authorize: () => {
        throw new Error(`bad ${canary}`)
      },
    }),
  ]) {
    const http = makeHttp(server.url, { adapter, credential: createMemoryCredentialSource(credential) })
    const error = await failure(http.request({ method: 'GET', url: '/', bucket: 'read' }))
    expect(TuttiError.isInstance(error)).toBe(true)
    expect(everythingOf(error)).not.toContain(canary)
  }
})

test.each([
  ['a reset', (url: string) => url],
  ['a refused connection', () => 'http://127.0.0.1:1'],
  ['an invalid URL', () => `http://${canary}:x`],
  ['a password in the URL', (url: string) => url.replace('http://', `http://user:${canary}@`)],
])('%s: neither URL, headers nor body come along as the cause', async (_name, urlOf) => {
  const server = await serveBytes((socket) => socket.resetAndDestroy())
  const http = makeHttp(urlOf(server.url))
  const error = await failure(
    http.request({ method: 'POST', url: `/x/${canary}`, query: { token: canary }, json: { canary }, bucket: 'write' }),
  )
  expect(everythingOf(error)).not.toContain(canary)
})

test('a transport of the app’s own that throws secrets does not get them out', async () => {
  const transport: Transport = async ({ headers, url }) => {
    throw Object.assign(new Error(`could not send ${url}`), { headers })
  }
  const error = await failure(
    makeHttp('http://127.0.0.1:1', { transport }).request({ method: 'GET', url: `/${canary}`, bucket: 'read' }),
  )
  expect(everythingOf(error)).not.toContain(canary)
})

test('what surrounds a request sees it without its secrets', async () => {
  const server = await serve((response) => json(response, {}))
  const seen: unknown[] = []
  const http = makeHttp(server.url, {
    adapter: spy,
    credential: createMemoryCredentialSource(credential),
    around: (request, inner) => {
      seen.push(request)
      return inner()
    },
  })
  await http.request({
    method: 'POST',
    url: `/x/${canary}`,
    query: { access_token: 'other-secret', q: 'cake', key: 'a/b+c=?secret' },
    headers: { 'x-api-key': 'another-secret', 'idempotency-key': 'k-1' },
    json: { password: canary },
    bucket: 'write',
    commit: true,
  })
  expect(seen).toEqual([
    {
      method: 'POST',
      url: `${server.url}/x/[redacted]?access_token=%5Bredacted%5D&q=cake&key=[redacted]`,
      headers: {
        accept: 'application/json',
        'user-agent': 'tutti-test/1',
        'content-type': 'application/json',
        'x-api-key': '[redacted]',
        'idempotency-key': 'k-1',
      },
      commit: true,
    },
  ])
})

test.each([
  ['Bearer abcdefghijklmnopqrstuvwx', 'Bearer [redacted]'],
  ['?access_token=abc&x=1', '?access_token=[redacted]&x=1'],
  ['{"refreshJwt":"abc","did":"did:plc:1"}', '{"refreshJwt":"[redacted]","did":"did:plc:1"}'],
  ['The access token is invalid', 'The access token is invalid'],
  ['error code: 17', 'error code: 17'],
  ['the secret of success', 'the secret of success'],
])('redactText: %s', (text, expected) => {
  expect(redactText(text)).toBe(expected)
})

test('of two secrets where one begins the other, both go whole', () => {
  expect(redactText('abcd abcdefgh', ['abcd', 'abcdefgh'])).toBe('[redacted] [redacted]')
})

test.each([
  ['https://user:pass@host.example/p?token=t&q=1#frag', 'https://host.example/p?token=%5Bredacted%5D&q=1'],
  ['https://host.example/p?X-Amz-Signature=s&a=b', 'https://host.example/p?X-Amz-Signature=%5Bredacted%5D&a=b'],
  ['/relative?access_token=abc', '/relative?access_token=[redacted]'],
  ['http://127.0.0.1:8080/api/v1/statuses', 'http://127.0.0.1:8080/api/v1/statuses'],
])('redactUrl: %s', (url, expected) => {
  expect(redactUrl(url)).toBe(expected)
})

test('a secret in the path of an address is taken out', () => {
  expect(redactUrl('https://host.example/bot/topsecret/send', ['topsecret'])).toBe(
    'https://host.example/bot/[redacted]/send',
  )
})

test('redactHeaders keeps names and what is harmless', () => {
  const headers = new Headers({
    authorization: 'x',
    cookie: 'y',
    'x-auth-token': 'z',
    accept: 'a',
    link: `<https://h/?q=${canary}>`,
  })
  expect(redactHeaders(headers, [canary])).toEqual({
    accept: 'a',
    authorization: '[redacted]',
    cookie: '[redacted]',
    link: '<https://h/?q=[redacted]>',
    'x-auth-token': '[redacted]',
  })
})

test('hostile text is redacted in linear time', () => {
  const startedAt = performance.now()
  redactText('token='.repeat(100_000), [canary])
  redactText(`"token":"${'"token":"'.repeat(100_000)}`, [canary])
  redactText('Bearer '.repeat(100_000), [canary])
  expect(performance.now() - startedAt).toBeLessThan(4000)
})

test('what a request names as secret is seen by nobody around it, also when the server gives it back', async () => {
  const server = await serve((response) => json(response, { error: `no such code: ${canary}` }, 422))
  const seen: unknown[] = []
  const http = makeHttp(server.url, {
    credential: createMemoryCredentialSource({ secrets: {}, facts: {} }),
    around: async (request, inner) => {
      seen.push(request)
      return inner().catch((error: unknown) => {
        seen.push(error)
        throw error
      })
    },
  })
  const request = { method: 'POST', url: '/token', form: { code: canary }, bucket: 'write', authorize: false } as const
  const error = await failure(http.request({ ...request, headers: { 'x-code': canary }, secrets: [canary] }))
  expect(error.message).toContain('no such code: [redacted]')
  expect([error, ...seen].map((value) => everythingOf(value as TuttiError)).join()).not.toContain(canary)
})
