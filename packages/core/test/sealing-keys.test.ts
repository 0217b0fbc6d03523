import { expect, test } from 'vitest'
import { isKeyText, SealingKeys } from '../src/credentials/sealing-keys.ts'

const keyText = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const place = ['tutti', 'default', 'credentials', 'one']
const secret = { secrets: { accessToken: 'canary-token' } }

test('what is sealed opens at its place, and shows nothing', async () => {
  const keys = new SealingKeys([keyText(1)])
  const sealed = await keys.seal(place, secret)
  expect(JSON.stringify(sealed)).not.toContain('canary')
  expect(await keys.open(place, sealed)).toEqual({ value: secret, isNewest: true })
  expect((await keys.seal(place, secret)).iv).not.toBe(sealed.iv)
})

test.each([
  ['another tenant', ['tutti', 'other', 'credentials', 'one']],
  ['another channel', ['tutti', 'default', 'credentials', 'two']],
  ['another collection', ['tutti', 'default', 'sign-ins', 'one']],
])('a record that was moved to %s does not open', async (_name, elsewhere) => {
  const keys = new SealingKeys([keyText(1)])
  const sealed = await keys.seal(place, secret)
  await expect(keys.open(elsewhere, sealed)).rejects.toMatchObject({ code: 'credential-unreadable' })
})

test('a changed byte is found', async () => {
  const keys = new SealingKeys([keyText(1)])
  const sealed = await keys.seal(place, secret)
  const bytes = Buffer.from(sealed.data, 'base64')
  bytes.writeUInt8(bytes.readUInt8(5) ^ 1, 5)
  const changed = { ...sealed, data: bytes.toString('base64') }
  await expect(keys.open(place, changed)).rejects.toMatchObject({ code: 'credential-unreadable' })
})

test('an older key still opens, a key that is gone does not', async () => {
  const sealed = await new SealingKeys([keyText(1)]).seal(place, secret)
  expect(await new SealingKeys([keyText(2), keyText(1)]).open(place, sealed)).toEqual({
    value: secret,
    isNewest: false,
  })
  await expect(new SealingKeys([keyText(2)]).open(place, sealed)).rejects.toMatchObject({
    code: 'credential-unreadable',
  })
})

test('a key is 32 bytes in base64 or base64url', () => {
  expect(isKeyText(keyText(250))).toBe(true)
  expect(isKeyText(Buffer.alloc(32, 250).toString('base64url'))).toBe(true)
  for (const wrong of ['', 'secret', Buffer.alloc(16).toString('base64'), Buffer.alloc(33).toString('base64'), 7]) {
    expect(isKeyText(wrong)).toBe(false)
  }
})
