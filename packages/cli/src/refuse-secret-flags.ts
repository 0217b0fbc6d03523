import { InvalidInputError } from '@tutti/model'

const secretFlag = /^--?(?:[a-z]+-)*(?:password|passwd|token|secret|api-?key|credential)(?=$|=)/i

/**
 * Secrets never come by the command line: there they stay in the shell's history, and every user of the
 * machine sees them in the list of processes. The value is not repeated.
 * @throws InvalidInputError `invalid-input`
 */
export function refuseSecretFlags(args: readonly string[]): void {
  const end = args.indexOf('--')
  for (const argument of end < 0 ? args : args.slice(0, end)) {
    const [flag] = secretFlag.exec(argument) ?? []
    if (flag === undefined) continue
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `${flag} is not taken: a secret on the command line stays in the shell's history and shows in the list of processes`,
      path: 'arguments',
      advice:
        'Put it into the environment or into .env, or let `tutti auth` ask for it. If it was a real one, make a new one: this one has been seen.',
    })
  }
}
