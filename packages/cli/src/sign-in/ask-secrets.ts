import { InvalidInputError } from '@tutti/model'
import type { Context } from '../context.ts'
import { findAdapter } from '../setup/choose-adapters.ts'
import { findSetupPackages } from '../setup/find-packages.ts'

interface Question {
  readonly variable: string
  readonly message: string
}

/**
 * Asks for the secrets of a platform, unseen, or reads them from standard input where nobody is asked: one a line.
 * @param name an adapter's package or factory, or the variable of one secret
 * @throws InvalidInputError `invalid-input`
 */
export async function askSecrets({ surroundings }: Context, name: string): Promise<Readonly<Record<string, string>>> {
  const questions = questionsFor(surroundings.folder, name)
  const answers: Record<string, string> = {}
  if (surroundings.prompts !== undefined) {
    for (const { variable, message } of questions) answers[variable] = await surroundings.prompts.secret({ message })
    return answers
  }
  const chunks: Buffer[] = []
  for await (const chunk of surroundings.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  const lines = Buffer.concat(chunks).toString('utf8').split(/\r?\n/)
  for (const [index, { variable }] of questions.entries()) {
    const line = lines[index]
    if (!line) throw missing(variable)
    answers[variable] = line
  }
  return answers
}

function questionsFor(folder: string, name: string): readonly Question[] {
  if (/^[A-Z][A-Z0-9_]*$/.test(name)) return [{ variable: name, message: name }]
  const adapters = findSetupPackages(folder).filter(({ kind }) => kind === 'adapter')
  const { options, credential } = findAdapter(adapters, name)
  return [...options, ...credential].flatMap(({ variable, label, help }) =>
    variable === undefined ? [] : [{ variable, message: [label, help].filter(Boolean).join('. ') }],
  )
}

function missing(variable: string): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-input',
    message: `nobody is here to be asked, and standard input has no line for ${variable}`,
    path: variable,
    advice: 'Run it in a terminal, or pipe the secrets in, one a line, from a program that keeps them.',
  })
}
