import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** Adds the variables of a `.env` file. What the environment says itself counts more, as everywhere. */
export function readEnvironment(path: string, env: Record<string, string | undefined>): void {
  if (!existsSync(path)) return
  for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8')))) env[name] ??= value
}
