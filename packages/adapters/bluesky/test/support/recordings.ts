import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findShared } from '../../../../../tools/shared-folder.ts'

/** One exchange with a real server, as it was recorded. */
export interface Recording {
  readonly name: string
  readonly request: { readonly method: string; readonly url: string }
  readonly response: {
    readonly status: number
    readonly headers: readonly (readonly [string, string])[]
    readonly body: unknown
  }
}

/** Every recorded exchange with Bluesky's own servers; none where the recordings are not there. */
export function readRecordings(): readonly Recording[] {
  const folder = findShared('recordings', 'bluesky')
  if (!folder) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recording)
}

/** The XRPC method that was called. */
export function methodOf({ request }: Recording): string {
  return new URL(request.url).pathname.replace(/^\/xrpc\//, '')
}
