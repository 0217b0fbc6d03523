import { type CallOperation, metricCatalogue } from '@tutti/model'
import { expect } from 'vitest'

type Path = readonly (string | number)[]

/** Every value of a result with its path. What the platform said itself, `raw`, is not ours to judge. */
export function* walk(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  yield { path, value }
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (key === 'raw' && !isRawEnum(value)) continue
    yield* walk(member, [...path, Array.isArray(value) ? Number(key) : key])
  }
}

/** Whether a value is a `RawEnum`, the one object whose `raw` is ours. */
export const isRawEnum = (value: unknown): value is { readonly unified: string; readonly raw: string } =>
  typeof value === 'object' && value !== null && 'unified' in value && 'raw' in value

// Answers that carry the platform's own in `raw`, by operation; lists carry it in each item.
const withRaw: readonly CallOperation[] = [
  'publishPost',
  'deletePost',
  'fetchPost',
  'fetchPostByAddress',
  'reactToPost',
  'unreactToPost',
  'repostPost',
  'unrepostPost',
  'replyToInteraction',
  'hideInteraction',
  'unhideInteraction',
  'blockProfile',
  'unblockProfile',
  'muteProfile',
  'unmuteProfile',
  'fetchProfile',
  'editPost',
  'reportInteraction',
  'sendMessage',
  'followProfile',
  'unfollowProfile',
  'revokeCredential',
]

/** Checks what is true of every result, whatever the platform answered. */
export function checkOutput(operation: CallOperation, output: unknown): void {
  for (const { path, value } of walk(output)) {
    const place = `${operation}: ${path.join('.')}`
    expect(Number.isNaN(value), `${place} is not a number`).toBe(false)
    expect(typeof value === 'function' || typeof value === 'bigint', `${place} is no JSON`).toBe(false)
    // `limits.text` of a description is a list of rules.
    if (path.at(-1) === 'text' && path.at(-2) !== 'limits') expect(value, `${place} is text`).toBeTypeOf('string')
    if (isRawEnum(value)) {
      expect([typeof value.unified, typeof value.raw], `${place} is { unified, raw }`).toEqual(['string', 'string'])
    }
    if (isRef(value)) {
      expect(JSON.parse(JSON.stringify(value)), `${place} survives JSON`).toEqual(value)
      expect(value, `${place} has an id`).toMatchObject({
        id: expect.stringMatching(/./),
        platform: expect.any(String),
      })
    }
    if (isSample(value)) {
      expect(Object.keys(metricCatalogue), `${place} is of the catalogue`).toContain(value.metric)
      expect('value' in value && value.value !== undefined, `${place} has a value or says why not`).toBe(
        !('missing' in value && value.missing !== undefined),
      )
    }
  }
  if (withRaw.includes(operation)) expect(output, `${operation} keeps raw`).toHaveProperty('raw')
  if (isPage(output)) {
    expect(output.warnings, `${operation} has warnings`).toBeInstanceOf(Array)
    for (const item of output.items) expect(item, `${operation}: each item keeps raw`).toHaveProperty('raw')
    if (output.nextCursor !== undefined) expect(output.nextCursor).toMatch(/./)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isRef = (value: unknown): value is { readonly kind: string } =>
  isObject(value) && value.v === 1 && typeof value.kind === 'string'
const isSample = (value: unknown): value is { readonly metric: string; readonly value?: unknown } =>
  isObject(value) && 'metric' in value && 'window' in value
const isPage = (
  value: unknown,
): value is { readonly items: readonly unknown[]; readonly warnings: unknown; readonly nextCursor?: unknown } =>
  isObject(value) && Array.isArray(value.items)
