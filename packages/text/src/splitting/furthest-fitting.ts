/**
 * The index of the furthest of a row of candidates that fits, from `from` on, or undefined when the first does not.
 * Looks at steps of doubling width and then between the last two, so that the cost depends on how far it gets, not on
 * how many there are. Every index that is returned was tried and fits.
 */
export function furthestFitting(count: number, from: number, fits: (index: number) => boolean): number | undefined {
  if (from >= count || !fits(from)) return undefined
  let fitting = from
  let failing = count
  for (let step = 1; fitting + step < failing; step *= 2) {
    if (fits(fitting + step)) fitting += step
    else failing = fitting + step
  }
  while (failing - fitting > 1) {
    const middle = Math.floor((fitting + failing) / 2)
    if (fits(middle)) fitting = middle
    else failing = middle
  }
  return fitting
}
