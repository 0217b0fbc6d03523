import { InvalidInputError } from '@tutti/model'
import type { Finding } from './finding.ts'

/** The first Node 22 that runs `.ts` files as they are and has `node:sqlite`. */
const oldest = [22, 18] as const

/** Whether this Node can load a configuration in TypeScript. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const isNewEnough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
  return isNewEnough
    ? { what: 'node', state: 'ok', message: version }
    : {
        what: 'node',
        state: 'error',
        message: `${version} is too old`,
        advice: `Install Node ${oldest.join('.')} or newer.`,
      }
}

/** @throws InvalidInputError `invalid-options` on a Node that is too old for any command */
export function requireNode(): void {
  const { state, message, advice } = checkNode(process.version)
  if (state === 'ok') return
  throw new InvalidInputError({ code: 'invalid-options', message: `Node ${message}`, path: 'node', advice })
}
