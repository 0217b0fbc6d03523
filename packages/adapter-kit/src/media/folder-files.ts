import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ByteRange } from '@tutti/model'
import { streamFile } from './file-stream.ts'

/** Writes beside the final name, then renames: readers see the whole file or none. */
export async function writeWhole(directory: string, name: string, bytes: ReadableStream<Uint8Array>): Promise<void> {
  await mkdir(directory, { recursive: true })
  const temporary = join(directory, `.${name}.${randomUUID()}`)
  const file = await open(temporary, 'wx', 0o600)
  try {
    try {
      for await (const piece of bytes) {
        await file.writeFile(piece)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(directory, name))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Opens a file, or answers `undefined` when there is none. */
export async function openIfPresent(
  directory: string,
  name: string,
  range?: ByteRange,
): Promise<ReadableStream<Uint8Array> | undefined> {
  try {
    return streamFile(await open(join(directory, name)), range)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined
    }
    throw error
  }
}

/** Removes a file; one that is not there is fine. */
export async function removeIfPresent(directory: string, name: string): Promise<void> {
  await rm(join(directory, name), { force: true })
}
