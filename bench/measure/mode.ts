/** Whether this run is to be short: less time, the same work. */
export const isShort = process.argv.includes('--short')

/** A number that is smaller in a short run. */
export function inMode(long: number, short: number): number {
  return isShort ? short : long
}
