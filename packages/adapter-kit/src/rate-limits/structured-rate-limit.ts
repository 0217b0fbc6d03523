import type { RateLimitObservation } from '@tutti/model'
import { readDelayMs } from './instants.ts'

interface Item {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Reads the one-header forms of the IETF draft (draft-ietf-httpapi-ratelimit-headers, read
 * 2026-11-22): `"default";r=50;t=30` with its policy `"default";q=100;w=60`, and the older
 * `limit=100, remaining=50, reset=30`. Of several budgets the one with the least left counts.
 */
export function readStructuredRateLimit(headers: Headers, nowMs: number): RateLimitObservation | undefined {
  const text = headers.get('ratelimit')
  if (text === null) {
    return undefined
  }
  const items = readItems(text)
  const tightest = items
    .filter(({ parameters }) => readNumber(parameters.get('r')) !== undefined)
    .sort((a, b) => (readNumber(a.parameters.get('r')) ?? 0) - (readNumber(b.parameters.get('r')) ?? 0))[0]
  if (tightest) {
    const policy = readItems(headers.get('ratelimit-policy') ?? '').find(({ name }) => name === tightest.name)
    return makeObservation(
      policy?.parameters.get('q'),
      tightest.parameters.get('r'),
      tightest.parameters.get('t'),
      policy?.parameters.get('w'),
      nowMs,
    )
  }
  const older = new Map(items.map(({ name, parameters }) => [name, parameters.get('')]))
  return older.get('remaining') === undefined
    ? undefined
    : makeObservation(older.get('limit'), older.get('remaining'), older.get('reset'), undefined, nowMs)
}

function makeObservation(
  limitText: string | undefined,
  remainingText: string | undefined,
  resetText: string | undefined,
  windowText: string | undefined,
  nowMs: number,
): RateLimitObservation {
  const limit = readNumber(limitText)
  const remaining = readNumber(remainingText)
  const resetMs = readDelayMs(resetText, nowMs)
  const windowSeconds = readNumber(windowText)
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetMs !== undefined && { resetAt: nowMs + resetMs }),
    ...(windowSeconds !== undefined && windowSeconds > 0 && { windowMs: windowSeconds * 1000 }),
  }
}

/** `name;key=value;key=value, name=value`: the value of `name=value` is kept under the empty key. */
function readItems(text: string): Item[] {
  return text.split(',', 20).map((item) => {
    const [head = '', ...parameters] = item.split(';', 20).map((piece) => piece.trim())
    const [name = '', value] = head.split('=', 2)
    const entries: [string, string][] = parameters.map((parameter) => {
      const [key = '', parameterValue = ''] = parameter.split('=', 2)
      return [key, parameterValue]
    })
    return {
      name: name.replaceAll('"', ''),
      parameters: new Map(value === undefined ? entries : [['', value], ...entries]),
    }
  })
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Math.max(0, Number(text)) : undefined
}
