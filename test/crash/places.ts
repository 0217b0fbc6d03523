import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { StorePlace } from './process/job.ts'

/** The PostgreSQL server that the matrix uses: `TUTTI_POSTGRES_URL`, or the usual port of this machine. */
const serverUrl = process.env.TUTTI_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** The kinds of store that the matrix runs on. */
export type PlaceKind = StorePlace['kind']

/** Runs something with a store that nobody else has, and removes that afterwards. */
export async function withPlace<T>(kind: PlaceKind, run: (place: StorePlace) => Promise<T>): Promise<T> {
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'tutti-crash-'))
    try {
      return await run({ kind, file: join(folder, 'tutti.db') })
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  const schema = `tutti_crash_${randomBytes(6).toString('hex')}`
  try {
    return await run({ kind, url: serverUrl, schema })
  } finally {
    const sql = postgres(serverUrl, { max: 1, onnotice: () => {} })
    await sql.unsafe(`DROP SCHEMA IF EXISTS ${schema} CASCADE`).finally(() => sql.end())
  }
}

/** Whether the server answers. Where services are required, as in CI, its absence is a failure and no reason to skip. */
export async function isServerThere(): Promise<boolean> {
  const { hostname, port } = new URL(serverUrl)
  const there = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: hostname, port: Number(port || 5432), timeout: 1_000 })
    const answer = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.on('connect', () => answer(true))
    socket.on('error', () => answer(false))
    socket.on('timeout', () => answer(false))
  })
  if (!there && process.env.TUTTI_SERVICES_REQUIRED) throw new Error('PostgreSQL is required here and does not answer')
  return there
}
