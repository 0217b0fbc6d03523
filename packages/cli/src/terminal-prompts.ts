import { TransportError } from '@tutti/model'
import type { Prompts } from './prompts.ts'

type Clack = typeof import('@clack/prompts')

/** Questions on the process's own terminal, asked on the error stream: results alone go to standard output. */
export function terminalPrompts(): Prompts {
  const ask = async <T>(question: (clack: Clack) => Promise<T | symbol>): Promise<T> => {
    // Most commands ask nothing: they need not load it.
    const answer = await question(await import('@clack/prompts'))
    if (typeof answer === 'symbol') throw new TransportError({ code: 'aborted', message: 'nothing was changed' })
    return answer
  }
  const output = process.stderr
  const needsText = (value: string | undefined): string | undefined => (value ? undefined : 'Please type something.')
  return {
    text: async ({ message, example, isOptional = false }) => {
      const placeholder = example === undefined ? {} : { placeholder: example }
      const validate = isOptional ? {} : { validate: needsText }
      // Of an empty line it makes no text at all.
      return (
        (await ask<string | undefined>((clack) => clack.text({ message, output, ...placeholder, ...validate }))) ?? ''
      )
    },
    secret: ({ message }) => ask<string>((clack) => clack.password({ message, output, validate: needsText })),
    confirm: ({ message, isLikely = false }) =>
      ask<boolean>((clack) => clack.confirm({ message, initialValue: isLikely, output })),
    choose: ({ message, choices }) =>
      ask<readonly string[]>((clack) =>
        clack.multiselect({
          message,
          required: true,
          output,
          options: choices.map(({ value, label, hint }) => ({ value, label, ...(hint !== undefined && { hint }) })),
        }),
      ),
  }
}
