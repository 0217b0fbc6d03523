import { InvalidInputError } from '@tutti/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readWallTime, showLocalTime } from '../src/time/wall-time.ts'

const read = (text: string, disambiguation: Parameters<typeof readWallTime>[1] = 'compatible') => {
  const { at, adjusted } = readWallTime(text, disambiguation)
  return { utc: new Date(at).toISOString(), adjusted }
}

test.each([
  ['2026-12-01T09:00[Europe/Rome]', '2026-12-01T08:00:00.000Z', 'none'],
  ['2026-07-01T09:00[Europe/Rome]', '2026-07-01T07:00:00.000Z', 'none'],
  ['2026-12-01T09:00+01:00[Europe/Rome]', '2026-12-01T08:00:00.000Z', 'none'],
  ['2026-12-01T08:00Z', '2026-12-01T08:00:00.000Z', 'none'],
  ['2026-12-01T09:00:30.5+01:00', '2026-12-01T08:00:30.500Z', 'none'],
  ['2026-12-01 09:00[Asia/Kathmandu]', '2026-12-01T03:15:00.000Z', 'none'],
  ['2026-03-29T02:30[Europe/Rome]', '2026-03-29T01:30:00.000Z', 'gap'],
  ['2026-10-25T02:30[Europe/Rome]', '2026-10-25T00:30:00.000Z', 'overlap'],
  ['2026-10-04T02:15[Australia/Lord_Howe]', '2026-10-03T15:45:00.000Z', 'gap'],
  ['2026-04-05T01:45[Australia/Lord_Howe]', '2026-04-04T14:45:00.000Z', 'overlap'],
  ['2011-12-30T09:00[Pacific/Apia]', '2011-12-30T19:00:00.000Z', 'gap'],
])('%s is %s (%s)', (text, utc, adjusted) => {
  expect(read(text)).toEqual({ utc, adjusted })
})

test('an ambiguous or skipped wall time goes where the caller says', () => {
  expect(read('2026-10-25T02:30[Europe/Rome]', 'later').utc).toBe('2026-10-25T01:30:00.000Z')
  expect(read('2026-03-29T02:30[Europe/Rome]', 'earlier').utc).toBe('2026-03-29T00:30:00.000Z')
  expect(() => read('2026-10-25T02:30[Europe/Rome]', 'reject')).toThrow(InvalidInputError)
  expect(read('2026-10-25T04:30[Europe/Rome]', 'reject').adjusted).toBe('none')
})

test.each([
  ['2026-12-01T09:00', 'schedule-zone-missing'],
  ['2026-12-01', 'schedule-zone-missing'],
  ['tomorrow at nine', 'invalid-input'],
  ['', 'invalid-input'],
  ['2026-02-30T09:00[Europe/Rome]', 'invalid-input'],
  ['2026-12-01T25:00[Europe/Rome]', 'invalid-input'],
  ['2026-12-01T09:00[Europe/Atlantis]', 'invalid-input'],
  ['2026-12-01T09:00+05:00[Europe/Rome]', 'invalid-input'],
  ['2026-12-01T09:00[[Europe/Rome]]', 'invalid-input'],
])('%j is refused: %s', (text, code) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code, path: 'at', advice: expect.stringContaining('[Europe/Rome]') }),
  )
})

test('whatever text is given, it is an instant or a typed refusal', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9TZ:+\-[\]/A-Za-z ]{0,40}$/)), (text) => {
      try {
        expect(Number.isFinite(readWallTime(text, 'compatible').at)).toBe(true)
      } catch (error) {
        expect(InvalidInputError.isInstance(error)).toBe(true)
      }
    }),
  )
})

test('local time is shown on the clock of the zone', () => {
  expect(showLocalTime(Date.UTC(2026, 11, 1, 8), 'Europe/Rome')).toBe('2026-12-01T09:00 Europe/Rome')
})
