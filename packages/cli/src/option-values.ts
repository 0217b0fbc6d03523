import { InvalidArgumentError } from 'commander'

/** For an option that may be given again: `--to sky --to fedi`. */
export function collectValues(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** For an option that takes a number of things. */
export function wholeNumber(value: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number > 0) return number
  throw new InvalidArgumentError('It must be a whole number above 0.')
}
