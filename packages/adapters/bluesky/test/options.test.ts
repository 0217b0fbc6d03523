import { type BlueskyCredentialInput, type BlueskyOptions, bluesky } from '@tutti/bluesky'
import { InvalidInputError } from '@tutti/model'
import { describe, expect, test } from 'vitest'

const secret = 'xxxx-canary-password'

describe('options', () => {
  test('are not needed', () => {
    expect(bluesky().baseUrl({})).toBe('https://bsky.social')
  })

  test('name a server of one’s own, with or without a slash', () => {
    expect(bluesky({ service: 'https://pds.example/' }).baseUrl({})).toBe('https://pds.example')
  })

  test.each<[string, unknown, string]>([
    ['no address', { service: 'pds.example' }, 'bluesky.service'],
    ['another scheme', { service: 'ftp://pds.example' }, 'bluesky.service'],
    ['a path', { service: 'https://pds.example/xrpc' }, 'bluesky.service'],
    ['a user', { service: `https://user:${secret}@pds.example` }, 'bluesky.service'],
    ['a number', { service: 7 }, 'bluesky.service'],
    ['a misspelt option', { servcie: 'https://pds.example' }, 'bluesky.servcie'],
    ['an AppView without a service id', { appView: 'did:web:api.bsky.app' }, 'bluesky.appView'],
    ['an AppView by address', { appView: 'https://api.bsky.app' }, 'bluesky.appView'],
    ['nothing', null, 'bluesky'],
  ])('%s is refused', (_name, options, path) => {
    const error = thrownBy(() => bluesky(options as BlueskyOptions))
    expect(InvalidInputError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'invalid-options', path, outcome: 'not-sent' })
    expect(JSON.stringify(error)).not.toContain(secret)
  })
})

describe('a credential', () => {
  test.each(['alice.test', '@alice.test', ' alice.test '])('by %j', (identifier) => {
    const { credential } = bluesky().channel({ identifier, appPassword: secret })
    expect(credential.facts).toMatchObject({ identifier: 'alice.test', service: 'https://bsky.social' })
    expect(credential.secrets).toEqual({ appPassword: secret })
    expect(JSON.stringify(credential.facts)).not.toContain(secret)
  })

  test.each(['alice@example.com', 'did:plc:34iycqorrboxil2ktp7fn4n7'])('by %j', (identifier) => {
    expect(bluesky().channel({ identifier, appPassword: secret }).credential.facts).toMatchObject({ identifier })
  })

  test.each<[string, unknown, string]>([
    ['without a name', { appPassword: secret }, 'bluesky.channel(credential).identifier'],
    ['with an empty name', { identifier: '', appPassword: secret }, 'bluesky.channel(credential).identifier'],
    [
      'with white space in its name',
      { identifier: 'alice test', appPassword: secret },
      'bluesky.channel(credential).identifier',
    ],
    ['with half a handle', { identifier: 'alice', appPassword: secret }, 'bluesky.channel(credential).identifier'],
    ['without a password', { identifier: 'alice.test' }, 'bluesky.channel(credential).appPassword'],
    [
      'with an empty password',
      { identifier: 'alice.test', appPassword: '' },
      'bluesky.channel(credential).appPassword',
    ],
    [
      'with something else',
      { identifier: 'alice.test', appPassword: secret, password: secret },
      'bluesky.channel(credential).password',
    ],
  ])('%s is refused', (_name, input, path) => {
    const error = thrownBy(() => bluesky().channel(input as BlueskyCredentialInput))
    expect(error).toMatchObject({ code: 'invalid-options', path })
    expect(JSON.stringify(error)).not.toContain(secret)
  })
})

describe('options of a post', () => {
  const parse = (value: unknown) => bluesky().parsePlatformOptions(value)

  test('are kept as they are', () => {
    const options = { selfLabels: ['porn', 'graphic-media'], tags: ['a'.repeat(64), '漢字'] }
    expect(parse(options)).toEqual(options)
    expect(parse(undefined)).toEqual({})
  })

  test.each<[string, unknown, string]>([
    ['a free warning', { selfLabels: ['spoilers'] }, 'platformOptions.bluesky.selfLabels[0]'],
    ['nine tags', { tags: Array(9).fill('x') }, 'platformOptions.bluesky.tags'],
    ['a tag with its sign', { tags: ['#x'] }, 'platformOptions.bluesky.tags[0]'],
    ['a tag of two words', { tags: ['x', 'two words'] }, 'platformOptions.bluesky.tags[1]'],
    ['a tag of 65 graphemes', { tags: ['a'.repeat(65)] }, 'platformOptions.bluesky.tags[0]'],
    ['a tag of 641 bytes', { tags: ['👨‍👩‍👧‍👦'.repeat(26)] }, 'platformOptions.bluesky.tags[0]'],
    ['something else', { visibility: 'public' }, 'platformOptions.bluesky.visibility'],
  ])('%s is refused', (_name, value, path) => {
    expect(thrownBy(() => parse(value))).toMatchObject({ code: 'invalid-input', path })
  })
})

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}
