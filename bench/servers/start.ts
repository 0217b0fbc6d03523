import { fork } from 'node:child_process'
import { once } from 'node:events'

/** The platforms, running. */
export interface Platforms {
  readonly url: string
  stop(): void
}

/** Starts the platforms in a process of their own. */
export async function startPlatforms(): Promise<Platforms> {
  const child = fork(new URL('./platforms.ts', import.meta.url))
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.disconnect() }
}
