import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InvalidInputError } from '@tutti/model'
import type { Surroundings } from './surroundings.ts'

/** Where a text comes from. */
export interface TextSource {
  /** As an argument; `-` means standard input. */
  readonly argument?: string | undefined
  readonly file?: string | undefined
}

/**
 * The text of a post or an answer: the argument, a file, or what is piped in. `undefined` where there is none of them.
 * @throws InvalidInputError `invalid-input` for two at once, or a file that can't be read
 */
export async function readText(surroundings: Surroundings, source: TextSource): Promise<string | undefined> {
  const { argument, file } = source
  if (file !== undefined) {
    if (argument !== undefined) throw wrong('give a text or --file, not both')
    return withoutLastBreak(await readTextFile(resolve(surroundings.folder, file)))
  }
  const isPiped = argument === '-' || (argument === undefined && surroundings.stdin.isTTY !== true)
  return isPiped ? readStdin(surroundings) : argument
}

async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw wrong(`${path} can't be read`)
  }
}

async function readStdin({ stdin }: Surroundings): Promise<string | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return withoutLastBreak(Buffer.concat(chunks).toString('utf8')) || undefined
}

/** Editors and `echo` end a file with a line break that nobody means to publish. */
function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '')
}

function wrong(message: string): InvalidInputError {
  return new InvalidInputError({ code: 'invalid-input', message, path: 'text' })
}
