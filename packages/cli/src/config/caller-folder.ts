import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as util from 'node:util'

/** As many callers are looked at: a configuration may call from within functions of its own. */
const maxFrames = 20

/**
 * The folder of the file that called into this package; the process's own where the runtime does not tell. An import of
 * a configuration comes from anywhere, so only the file itself says where its secrets stand.
 */
export function callerFolder(): string {
  // Other runtimes than Node may lack it.
  const sites = (util as Partial<typeof util>).getCallSites?.(maxFrames, { sourceMap: false }) ?? []
  const outside = sites
    .map(({ scriptName }) => toPath(scriptName))
    .find((path) => path !== undefined && isOutside(path))
  return outside === undefined ? process.cwd() : dirname(outside)
}

const own = dirname(fileURLToPath(import.meta.url))

function isOutside(path: string): boolean {
  return dirname(path) !== own
}

/** Configurations are imported with a query, so that they are read anew. */
function toPath(scriptName: string): string | undefined {
  const name = scriptName.replace(/[?#].*$/, '')
  if (name.startsWith('file:')) return fileURLToPath(name)
  return /^(?:\/|[a-z]:[\\/])/i.test(name) ? name : undefined
}
