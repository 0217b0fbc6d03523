import { redactText } from '@tutti/adapter-kit/setup'
import type { JsonObject, Logger } from '@tutti/model'

const levels = ['debug', 'info', 'warn'] as const

/** Writes lines to the console's error stream, from `level` on. What looks like a secret is redacted. */
export function consoleLogger(level: (typeof levels)[number] = 'warn'): Logger {
  const write =
    (own: (typeof levels)[number]) =>
    (message: string, facts?: JsonObject): void => {
      if (levels.indexOf(own) < levels.indexOf(level)) return
      const line = facts === undefined ? message : `${message} ${JSON.stringify(facts)}`
      console.error(redactText(`tutti ${own}: ${line}`))
    }
  return { debug: write('debug'), info: write('info'), warn: write('warn') }
}
