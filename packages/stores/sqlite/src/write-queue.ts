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
  /** Writes at once what waits. */
  flush(): void
}

interface Waiting {
  readonly work: () => unknown
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/** More in one transaction would keep other processes waiting. */
const maxGroup = 500

/**
 * Writes that come at the same time share one transaction: what a write costs is the wait for the disk, and
 * one wait serves them all. Each keeps its own savepoint, so that one that fails takes nobody along.
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
      for (const one of group) settle.push(group.length === 1 ? attemptAlone(one) : attempt(one))
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
  function attempt({ work, resolve, reject }: Waiting): () => void {
    save.run()
    try {
      const result = work()
      release.run()
      return () => resolve(result as never)
    } catch (error) {
      if (!database.isTransaction) throw error
      rollBack.run()
      release.run()
      return () => reject(toError(error))
    }
  }

  /** Without neighbours the transaction itself is the savepoint. */
  function attemptAlone({ work, resolve }: Waiting): () => void {
    const result = work()
    return () => resolve(result as never)
  }

  function flush(): void {
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxGroup)
      waiting = waiting.slice(maxGroup)
      commit(group)
    }
  }

  return {
    write: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        // The next tick comes when every promise that can go on has done so: they write together.
        if (waiting.length === 0) process.nextTick(flush)
        waiting.push({ work, resolve: resolve as (value: never) => void, reject })
      }),
    flush,
  }
}
