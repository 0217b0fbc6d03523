import { constants, type Stats } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ByteRange } from '@tutti/model'
import { streamFile } from './file-stream.ts'
import { mediaError } from './media-error.ts'
import type { MediaAccess } from './open-source.ts'

/** The `file:` URL of a path, after links are resolved and the root is checked. */
export async function resolveFileUrl(path: string, place: string, access: MediaAccess): Promise<string> {
  return pathToFileURL(await resolvePath(path, place, access)).href
}

/** Opens a file. @throws MediaError `media-not-found` */
export async function openPath(
  path: string,
  place: string,
  access: MediaAccess,
  range?: ByteRange,
): Promise<ReadableStream<Uint8Array>> {
  const resolved = await resolvePath(path, place, access)
  const file = await open(resolved, openFlags).catch((error: NodeJS.ErrnoException) => {
    throw mediaError('media-not-found', `${path} can't be opened: ${error.code}`, place)
  })
  try {
    const opened = await file.stat()
    if (!opened.isFile()) {
      throw mediaError('media-not-found', `${path} is not a file`, place)
    }
    if (access.rootDirectory !== undefined && !(await isStillThere(resolved, opened))) {
      throw mediaError('media-not-found', `${path} was moved while it was opened`, place)
    }
  } catch (error) {
    await file.close()
    throw error
  }
  return streamFile(file, range, access.signal)
}

/**
 * Without blocking: a named pipe that nobody writes to would hold us for ever before we see what it
 * is. Without following: the links were followed when the path was checked.
 */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** A folder on the way may have become a link to elsewhere between the check and the opening. */
async function isStillThere(path: string, { dev, ino }: Stats): Promise<boolean> {
  if ((await realpath(path).catch(() => undefined)) !== path) {
    return false
  }
  const present = await stat(path).catch(() => undefined)
  return present?.dev === dev && present.ino === ino
}

/** Opens a file by its `file:` URL. @throws MediaError `media-not-found` */
export function openFileUrl(
  url: string,
  place: string,
  access: MediaAccess,
  range?: ByteRange,
): Promise<ReadableStream<Uint8Array>> {
  return openPath(fileURLToPath(url), place, access, range)
}

/**
 * Without a root any path goes; with one, what the path really leads to must lie inside: links are
 * followed first, and an encoded `..` is refused although the file system would take it literally.
 */
async function resolvePath(path: string, place: string, { rootDirectory }: MediaAccess): Promise<string> {
  if (path.includes('\0')) {
    throw mediaError('media-not-found', 'the path contains a NUL character', place)
  }
  const resolved = await realpath(rootDirectory === undefined ? path : resolve(rootDirectory, path)).catch(
    (error: NodeJS.ErrnoException) => {
      throw mediaError('media-not-found', `${path} can't be read: ${error.code}`, place)
    },
  )
  if (rootDirectory !== undefined) {
    const root = await realpath(rootDirectory)
    const encoded = /%2e|%2f|%5c/i.test(path)
    if (encoded || !resolved.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw mediaError('media-not-found', `${path} is outside the folder that media may come from`, place)
    }
  }
  return resolved
}
