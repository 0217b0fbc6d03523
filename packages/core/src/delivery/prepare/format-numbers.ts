const units = ['bytes', 'kB', 'MB', 'GB'] as const

/** A size as people read it: `48.2 MB`. Powers of 1000, as file managers and most platforms count. */
export function formatBytes(bytes: number): string {
  let amount = bytes
  let unit = 0
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000
    unit += 1
  }
  return `${oneDecimal(amount)} ${units[unit]}`
}

/** A duration as people read it: `92.4 s`, or `3 min 5 s`. */
export function formatSeconds(durationMs: number): string {
  const seconds = durationMs / 1000
  if (seconds < 120) return `${oneDecimal(seconds)} s`
  const rest = Math.round(seconds % 60)
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
}

/** An amount and its limit as people read them; both to the last unit where rounding would make them look alike. */
export function formatBoth(
  actual: number,
  limit: number,
  format: (amount: number) => string,
  unit: string,
): readonly [actual: string, limit: string] {
  const rounded = [format(actual), format(limit)] as const
  return rounded[0] === rounded[1] ? [`${actual} ${unit}`, `${limit} ${unit}`] : rounded
}

function oneDecimal(amount: number): string {
  return String(Math.round(amount * 10) / 10)
}
