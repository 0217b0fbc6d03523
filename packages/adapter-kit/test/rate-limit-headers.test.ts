import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRateLimitHeaders } from '../src/index.ts'

const nowMs = Date.parse('2026-11-22T12:00:00.000Z')
const dayMs = 24 * 3_600_000
const read = (headers: Record<string, string>) => readRateLimitHeaders(new Headers(headers), nowMs)

describe('Retry-After', () => {
  test.each([
    ['seconds', '120', 120_000],
    ['a float', '1.5', 1500],
    ['padded', '  7 ', 7000],
    ['zero', '0', 0],
    ['negative', '-5', 0],
    ['milliseconds by its size', '90000', 90_000],
    ['an HTTP date', 'Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['an old HTTP date', 'Sunday, 22-Nov-26 12:00:30 GMT', 30_000],
    ['a past date', 'Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['an ISO date', '2026-11-22T12:00:45.250Z', 45_250],
    ['epoch seconds', String(nowMs / 1000 + 10), 10_000],
    ['fractional epoch seconds', `${nowMs / 1000 + 10}.5`, 10_500],
    ['epoch milliseconds', String(nowMs + 2500), 2500],
    ['a past epoch', '1000000000', 0],
    ['a day exactly', '86400', dayMs],
    ['absurd', '99999999999999999999', dayMs],
    ['an absurd date', '9999-01-01T00:00:00Z', dayMs],
  ])('%s: %s', (_name, value, delayMs) => {
    expect(read({ 'retry-after': value })).toEqual({ blockedUntil: nowMs + delayMs })
  })

  test.each([
    '',
    'soon',
    'NaN',
    'Infinity',
    '1e9',
    '0x10',
    '12 apples',
    'Foo, 1',
    '2026',
    '2026-99-99T00:00:00Z',
    '--1',
  ])('nonsense counts as not said: %j', (value) => {
    const observation = read({ 'retry-after': value })
    expect(observation).toEqual(value === '2026' ? { blockedUntil: nowMs + 2_026_000 } : {})
  })
})

describe('budgets', () => {
  test.each([
    [
      'Mastodon: reset as an ISO date',
      {
        'x-ratelimit-limit': '300',
        'x-ratelimit-remaining': '299',
        'x-ratelimit-reset': '2026-11-22T12:05:00.000000Z',
      },
      { limit: 300, remaining: 299, resetAt: nowMs + 300_000 },
    ],
    [
      'Bluesky: epoch seconds and a policy',
      {
        'ratelimit-limit': '3000',
        'ratelimit-remaining': '2990',
        'ratelimit-reset': String(nowMs / 1000 + 60),
        'ratelimit-policy': '3000;w=300',
      },
      { limit: 3000, remaining: 2990, resetAt: nowMs + 60_000, windowMs: 300_000 },
    ],
    [
      'seconds left',
      { 'ratelimit-limit': '100', 'ratelimit-remaining': '50', 'ratelimit-reset': '30' },
      { limit: 100, remaining: 50, resetAt: nowMs + 30_000 },
    ],
    [
      'epoch milliseconds',
      { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(nowMs + 1234) },
      { limit: 5, remaining: 0, resetAt: nowMs + 1234 },
    ],
    [
      'X: with a dash more',
      { 'x-rate-limit-limit': '15', 'x-rate-limit-remaining': '14', 'x-rate-limit-reset': String(nowMs / 1000 + 900) },
      { limit: 15, remaining: 14, resetAt: nowMs + 900_000 },
    ],
    [
      'Discord: time left beside a fractional epoch',
      {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '4',
        'x-ratelimit-reset': '1795348800.25',
        'x-ratelimit-reset-after': '1.25',
      },
      { limit: 5, remaining: 4, resetAt: nowMs + 1250 },
    ],
    [
      'Reddit: fractions, no limit',
      { 'x-ratelimit-used': '3', 'x-ratelimit-remaining': '96.0', 'x-ratelimit-reset': '120' },
      { remaining: 96, resetAt: nowMs + 120_000 },
    ],
    [
      'the policy within the limit',
      { 'ratelimit-limit': '100, 100;w=60, 5000;w=3600', 'ratelimit-remaining': '7', 'ratelimit-reset': '3' },
      { limit: 100, remaining: 7, resetAt: nowMs + 3000, windowMs: 60_000 },
    ],
    [
      'the structured draft',
      { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60' },
      { limit: 100, remaining: 50, resetAt: nowMs + 30_000, windowMs: 60_000 },
    ],
    [
      'several structured budgets: the tightest',
      {
        ratelimit: '"hour";r=400;t=1800, "minute";r=2;t=9',
        'ratelimit-policy': '"hour";q=500;w=3600, "minute";q=10;w=60',
      },
      { limit: 10, remaining: 2, resetAt: nowMs + 9000, windowMs: 60_000 },
    ],
    [
      'a structured budget without policy',
      { ratelimit: 'default;r=50;t=30' },
      { remaining: 50, resetAt: nowMs + 30_000 },
    ],
    [
      'the older single header',
      { ratelimit: 'limit=100, remaining=50, reset=30' },
      { limit: 100, remaining: 50, resetAt: nowMs + 30_000 },
    ],
    ['only what is left', { 'x-ratelimit-remaining': '3' }, { remaining: 3 }],
    ['a negative rest', { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '-2' }, { limit: 10, remaining: 0 }],
    [
      'a reset far beyond belief',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999' },
      { remaining: 0, resetAt: nowMs + dayMs },
    ],
    ['nothing', {}, {}],
    ['nonsense', { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': 'few', 'x-ratelimit-reset': 'later' }, {}],
    [
      'a broken structure falls back',
      { ratelimit: ';;,=,"', 'ratelimit-limit': '5', 'ratelimit-remaining': '1' },
      { limit: 5, remaining: 1 },
    ],
    [
      'together with Retry-After',
      { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'retry-after': '3' },
      { limit: 5, remaining: 0, blockedUntil: nowMs + 3000 },
    ],
  ])('%s', (_name, headers, observation) => {
    expect(read(headers as Record<string, string>)).toEqual(observation)
  })
})

const headerText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789.;=,"wqrt -+eTZ:GMSundayx') }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
)
const names = [
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
]
const moreNames = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-ratelimit-reset-after']

test('whatever the headers say, nothing throws, no number is NaN, and no wait is beyond a day', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names, ...moreNames), headerText), (headers) => {
      const observation = read(headers)
      for (const [name, value] of Object.entries(observation)) {
        expect(Number.isSafeInteger(value), `${name} ${value}`).toBe(true)
        expect(value).toBeGreaterThanOrEqual(0)
      }
      for (const instant of [observation.resetAt, observation.blockedUntil]) {
        expect(instant ?? nowMs).toBeGreaterThanOrEqual(nowMs)
        expect(instant ?? nowMs).toBeLessThanOrEqual(nowMs + dayMs)
      }
    }),
    { numRuns: 2000 },
  )
})
