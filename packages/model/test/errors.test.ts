import { expect, test } from 'vitest'
import * as model from '../src/index.ts'
import { createError, type ErrorCode, errorCodes, RateLimitError, TuttiError, withPlace } from '../src/index.ts'

const codes = Object.keys(errorCodes) as ErrorCode[]

test.each(codes)('%s belongs to exactly one error class', (code) => {
  const error = createError({ code, message: 'it happened' })
  const classes = Object.values(model).filter(
    (value): value is typeof TuttiError =>
      typeof value === 'function' &&
      value.prototype instanceof TuttiError &&
      (value as typeof TuttiError).isInstance(error),
  )
  expect(classes).toHaveLength(1)
  expect(error).toBeInstanceOf(classes[0])
  expect(error.name).toBe(classes[0]?.name)
})

test('an error of another copy of the package is recognised', () => {
  const foreign = Object.assign(new Error('from elsewhere'), {
    code: 'rate-limited',
    [Symbol.for('tutti.error')]: true,
  })
  expect(TuttiError.isInstance(foreign)).toBe(true)
  expect(RateLimitError.isInstance(foreign)).toBe(true)
  expect(TuttiError.isInstance(new Error('plain'))).toBe(false)
  expect(TuttiError.isInstance({ code: 'rate-limited' })).toBe(false)
})

test('toJSON leaves out cause and stack and keeps the advice', () => {
  const error = createError({
    code: 'timeout',
    message: 'no answer',
    outcome: 'unknown',
    cause: new Error('canary-secret'),
  })
  const text = JSON.stringify(error)
  expect(text).not.toContain('canary-secret')
  expect(JSON.parse(text)).toMatchObject({ code: 'timeout', outcome: 'unknown', advice: errorCodes.timeout })
})

test('withPlace says where and keeps what the error says itself', () => {
  const error = createError({ code: 'rejected', message: 'no', platform: 'bluesky' })
  expect(withPlace(error, { platform: 'mastodon', operation: 'publishPost', channel: 'sky' })).toBe(error)
  expect(error).toMatchObject({ platform: 'bluesky', operation: 'publishPost', channel: 'sky' })
})
