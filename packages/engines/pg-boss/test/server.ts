import { randomBytes } from 'node:crypto'
import { createConnection } from 'node:net'
import postgres from 'postgres'

/** The server that the tests use: `TUTTI_POSTGRES_URL`, or the usual port of this machine. */
export const serverUrl = process.env.TUTTI_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

const { hostname: host, port: givenPort } = new URL(serverUrl)

/** Where it listens. */
export const serverAddress = { host, port: Number(givenPort || 5432) }

/** Whether it answers. Where services are required, as in CI, its absence is a failure and no reason to skip. */
export async function isServerThere(): Promise<boolean> {
  const there = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ ...serverAddress, timeout: 1000 })
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

/** The name of a schema that nobody else has. */
export const randomSchema = () => `tutti_test_${randomBytes(6).toString('hex')}`

/** The server's address by way of somewhere else. */
export function urlThrough({ host, port }: { readonly host: string; readonly port: number }): string {
  const url = new URL(serverUrl)
  url.host = `${host}:${port}`
  return url.href
}

/** Runs SQL of the test's own, past the engine. */
export async function runSql(statement: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
