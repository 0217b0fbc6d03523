import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { InvalidInputError } from '@tutti/model'

/** The names that a configuration may have, tried in this order. */
export const configNames = ['tutti.config.ts', 'tutti.config.mts', 'tutti.config.js', 'tutti.config.mjs'] as const

/**
 * The configuration: the file that was named, or the first one from `folder` upward.
 * @throws InvalidInputError `invalid-options` when there is none
 */
export function findConfig(folder: string, named: string | undefined): string {
  if (named !== undefined) {
    const path = resolve(folder, named)
    if (existsSync(path)) return path
    throw missing(`there is no file ${path}`)
  }
  const nearest = nearestConfig(folder)
  if (nearest !== undefined) return nearest
  throw missing(`there is no tutti.config.ts in ${resolve(folder)} or above it`)
}

/** The first configuration from `folder` upward; `undefined` when there is none. */
export function nearestConfig(folder: string): string | undefined {
  for (let place = resolve(folder); ; place = dirname(place)) {
    for (const name of configNames) if (existsSync(join(place, name))) return join(place, name)
    if (place === dirname(place)) return undefined
  }
}

function missing(message: string): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-options',
    message,
    path: 'config',
    advice: 'Run `tutti init` to make one, or name one with --config.',
  })
}
