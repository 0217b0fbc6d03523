import { redactText } from '@tutti/adapter-kit'
import type { JsonObject, Logger } from '@tutti/model'
import type { Output } from './output.ts'

/** Writes everything that is logged as notes. What looks like a secret is redacted. */
export function noteLogger(output: Output): Logger {
  const write =
    (level: string) =>
    (message: string, facts?: JsonObject): void => {
      const line = facts === undefined ? message : `${message} ${JSON.stringify(facts)}`
      output.note(redactText(`${level}: ${line}`))
    }
  return { debug: write('debug'), info: write('info'), warn: write('warn') }
}

/** Drops everything. */
export const quietLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {} }
