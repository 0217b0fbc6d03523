import type { DatabaseSync } from 'node:sqlite'
import type { StoreError } from '@tutti/model'
import type { Fences } from './fences.ts'

/** Writes that wait for the next transaction. */
export interface WriteQueue {
  /**
   * Runs `work` alone among all processes that share the file. Its writes are on the disk when the promise
   * resolves; none of them is there when it rejects.
   */
  write<T>(work: () => T): Promise<T>
  /** The same for work whose only write is one statement: SQLite takes back by itself a statement that fails. */
  writeOne<T>(work: () => T): Promise<T>
  /** Writes at once what waits. */
  flush(): void
}

interface Waiting {
  readonly work: () => unknown
  readonly isOneStatement: boolean
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/** More in one transaction would keep other processes waiting. */
const maxGroup = 500

/**
 * Writes that come at the same time share one transaction: what a write costs is the wait for the disk, and
 * one wait serves them all. What has several statements has its own savepoint, so that
 * one that fails takes nobody along.
 * @param toError makes the error of what SQLite threw
 */
export function createWriteQueue(
  database: DatabaseSync,
  fences: Fences,
  toError: (cause: unknown) => StoreError,
): WriteQueue {
  const save = database.prepare('SAVEPOINT one')
  const release = database.prepare('RELEASE one')
  const rollBack = database.prepare('ROLLBACK TO one')
  let waiting: Waiting[] = []

  function commit(group: readonly Waiting[]): void {
    const settle: (() => void)[] = []
    try {
      database.exec('BEGIN IMMEDIATE')
      for (const one of group) settle.push(attempt(one))
      fences.save()
      database.exec('COMMIT')
    } catch (error) {
      fences.forget()
      // A full disk rolls back by itself; then there is no transaction left to end.
      if (database.isTransaction) database.exec('ROLLBACK')
      for (const { reject } of group) reject(toError(error))
      return
    }
    for (const tell of settle) tell()
  }

  /** @throws whatever ended the whole transaction */
  function attempt({ work, isOneStatement, resolve, reject }: Waiting): () => void {
    if (!isOneStatement) save.run()
    try {
      const result = work()
      if (!isOneStatement) release.run()
      return () => resolve(result as never)
    } catch (error) {
      if (!database.isTransaction) throw error
      if (!isOneStatement) {
        rollBack.run()
        release.run()
      }
      return () => reject(toError(error))
    }
  }

  function flush(): void {
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxGroup)
      waiting = waiting.slice(maxGroup)
      commit(group)
    }
  }

  const add = <T>(work: () => T, isOneStatement: boolean) =>
    new Promise<T>((resolve, reject) => {
      // The next tick comes when every promise that can go on has done so: they write together.
      if (waiting.length === 0) process.nextTick(flush)
      waiting.push({ work, isOneStatement, resolve: resolve as (value: never) => void, reject })
    })

  return {
    write: (work) => add(work, false),
    writeOne: (work) => add(work, true),
    flush,
  }
}
