import { type BlueskyOptions, bluesky } from '@tutti/bluesky'
import { describe, expect, test } from 'vitest'
import { conversationRef } from '../src/read/message.ts'
import { postRef, profileRef } from '../src/read/ref.ts'

const did = 'did:plc:34iycqorrboxil2ktp7fn4n7'
const uri = `at://${did}/app.bsky.feed.post/3n2ullbs55k2b`
const path = `/profile/${did}/post/3n2ullbs55k2b`

const addressWith = (options: BlueskyOptions) => {
  const { facts } = bluesky(options).channel({ identifier: 'shop.example', appPassword: 'x' }).credential
  return postRef(uri, { channel: 'sky', account: { facts } }).url
}

describe('the web address of a post', () => {
  test.each(['https://bsky.social', 'https://pds.shop.com', 'https://eurosky.social'])(
    'is Bluesky’s own app on %s',
    (service) => expect(addressWith({ service })).toBe(`https://bsky.app${path}`),
  )

  test.each([
    'http://127.0.0.1:2583',
    'http://localhost:2583',
    'http://[::1]:2583',
    'https://192.168.1.9',
    'https://[2001:db8::1]',
    'https://pds.test',
    'https://pds.internal',
    'https://nas.home.arpa',
    'https://pds',
  ])('is not invented on %s: a network of its own', (service) => expect(addressWith({ service })).toBeUndefined())

  test('is that of the app that was named, or of none', () => {
    const webApp = 'http://127.0.0.1:8080/'
    expect(addressWith({ service: 'http://127.0.0.1:2583', webApp })).toBe(`http://127.0.0.1:8080${path}`)
    expect(addressWith({ webApp: 'none' })).toBeUndefined()
    expect(() => addressWith({ webApp: 'https://app.example/social' })).toThrow('bluesky.webApp')
    expect(() => addressWith({ webApp: 'javascript:alert(1)' })).toThrow('bluesky.webApp')
  })

  test('goes with those of people and conversations', () => {
    const own = { channel: 'sky', account: { facts: { service: 'http://127.0.0.1:2583' } } }
    const shared = { channel: 'sky', account: { facts: {} } }
    expect(profileRef(did, own).url).toBeUndefined()
    expect(profileRef(did, shared).url).toBe(`https://bsky.app/profile/${did}`)
    expect(conversationRef('3m', own).url).toBeUndefined()
    expect(conversationRef('3m', shared).url).toBe('https://bsky.app/messages/3m')
  })
})
