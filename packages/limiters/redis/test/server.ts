import { randomBytes } from 'node:crypto'
import { createConnection } from 'node:net'
import { Redis } from 'ioredis'

/** The server that the tests use: `TUTTI_REDIS_URL`, or the usual port of this machine. */
export const serverUrl = process.env.TUTTI_REDIS_URL ?? 'redis://127.0.0.1:6379'

const { hostname: host, port: givenPort } = new URL(serverUrl)

/** Where it listens. */
export const serverAddress = { host, port: Number(givenPort || 6379) }

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
  if (!there && process.env.TUTTI_SERVICES_REQUIRED) throw new Error('Redis is required here and does not answer')
  return there
}

/** A beginning of keys that nobody else has. */
export const randomPrefix = () => `tutti_test_${randomBytes(6).toString('hex')}`

/** The server's address by way of somewhere else. */
export function urlThrough({ host, port }: { readonly host: string; readonly port: number }): string {
  const url = new URL(serverUrl)
  url.host = `${host}:${port}`
  return url.href
}

/** Deletes every key that begins so. */
export async function deleteKeys(prefix: string): Promise<void> {
  const redis = new Redis(serverUrl)
  try {
    const keys = await redis.keys(`${prefix}*`)
    if (keys.length > 0) await redis.del(...keys)
  } finally {
    redis.disconnect()
  }
}
