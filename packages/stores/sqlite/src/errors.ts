import { basename } from 'node:path'
import { StoreError } from '@tutti/model'

const advice: readonly [pattern: RegExp, text: string][] = [
  [/readonly|read-only/i, 'Make the file and its folder writable for this process.'],
  [/full/i, 'Free space on the disk, then try again.'],
  [/unable to open/i, 'Check that the folder exists and may be read and written.'],
  [
    /not a database|malformed|corrupt/i,
    'The file is no database of Tutti, or is damaged: restore it or use another file.',
  ],
  [/locked|busy/i, 'Another process holds the file for long: find out which, then try again.'],
]

/** Makes a StoreError of what SQLite threw. Names the file without its folder. */
export function storeFailed(file: string, cause: unknown): StoreError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new StoreError({
    code: 'store-failed',
    message: `${basename(file)}: ${message}`,
    advice: advice.find(([pattern]) => pattern.test(message))?.[1],
    cause,
  })
}

/** A write whose expectation did not hold. */
export function storeConflict(collection: string, id: string): StoreError {
  return new StoreError({
    code: 'store-conflict',
    message: `${collection}/${id} was changed by somebody else`,
    outcome: 'not-sent',
  })
}
