import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** `npm init` may say that `.ts` files are CommonJS modules: then the configuration says by its name that it is none. */
export function configFileName(folder: string): 'tutti.config.ts' | 'tutti.config.mts' {
  for (let place = resolve(folder); ; place = dirname(place)) {
    const type = readType(join(place, 'package.json'))
    if (type !== undefined) return type === 'commonjs' ? 'tutti.config.mts' : 'tutti.config.ts'
    if (place === dirname(place)) return 'tutti.config.ts'
  }
}

/** What a package.json says; `none` where it says nothing, `undefined` where there is no such file. */
function readType(path: string): string | undefined {
  try {
    const { type = 'none' } = JSON.parse(readFileSync(path, 'utf8')) as { type?: string }
    return type
  } catch {
    return undefined
  }
}
