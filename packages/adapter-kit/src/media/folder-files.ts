import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ByteRange } from '@tutti/model'
import { streamFile } from './file-stream.ts'

/** Nobody takes a day to write a file. */
const abandonedAfterMs = 24 * 60 * 60 * 1000

/** Writes beside the final name, then renames: readers see the whole file or none. */
export async function writeWhole(directory: string, name: string, bytes: ReadableStream<Uint8Array>): Promise<void> {
  await mkdir(directory, { recursive: true })
  const temporary = join(directory, temporaryName(name))
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
    if (isAbsent(error)) {
      return undefined
    }
    throw error
  }
}

/**
 * Removes a file, unless it was written at `writtenBefore` or later. It is moved aside first, so that
 * one that is written in this very moment is seen, and put back. @returns whether it is gone
 */
export async function removeIfPresent(
  directory: string,
  name: string,
  writtenBefore = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const path = join(directory, name)
  const aside = join(directory, temporaryName(name))
  try {
    if ((await stat(path)).mtimeMs >= writtenBefore) {
      return false
    }
    await rename(path, aside)
    if ((await stat(aside)).mtimeMs >= writtenBefore) {
      await rename(aside, path)
      return false
    }
    await rm(aside)
    return true
  } catch (error) {
    if (isAbsent(error)) {
      return false
    }
    throw error
  }
}

/** One file of a folder. */
export interface WholeFile {
  readonly name: string
  readonly byteLength: number
  /** Epoch milliseconds. */
  readonly storedAt: number
}

/** The whole files of a folder. What a process left behind that died while it wrote is removed on the way, a day later. */
export async function* listWhole(directory: string): AsyncGenerator<WholeFile> {
  for (const name of await readdir(directory).catch(absentAsEmpty)) {
    const file = await stat(join(directory, name)).catch(() => undefined)
    if (file === undefined) {
      continue
    }
    if (!isTemporary(name)) {
      yield { name, byteLength: file.size, storedAt: file.mtimeMs }
    } else if (file.mtimeMs < Date.now() - abandonedAfterMs) {
      await rm(join(directory, name), { force: true })
    }
  }
}

function temporaryName(name: string): string {
  return `.${name}.${randomUUID()}`
}

function isTemporary(name: string): boolean {
  return name.startsWith('.')
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

function absentAsEmpty(error: unknown): string[] {
  if (isAbsent(error)) {
    return []
  }
  throw error
}
