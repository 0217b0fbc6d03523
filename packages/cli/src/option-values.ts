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

/** For an option that takes a day, by UTC, or an instant with its zone. @returns epoch milliseconds */
export function instant(value: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value)
  const time = isDay || /T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isFinite(time)) return time
  throw new InvalidArgumentError('It must be a day, 2026-12-01, or an instant, 2026-12-01T08:00Z.')
}

/** For an option that is one of some words. */
export function oneOf<Word extends string>(words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((one) => one === value)
    if (word !== undefined) return word
    throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`)
  }
}
