const bars = '▁▂▃▄▅▆▇█'

/** Numbers over time, drawn in one line of text; a dot where one is missing. The newest `maxBars` are kept. */
export function sparkline(values: readonly (number | undefined)[], maxBars = 24): string {
  const shown = values.slice(-maxBars)
  const known = shown.filter((value) => value !== undefined)
  const low = Math.min(...known)
  const range = Math.max(...known) - low || 1
  return shown
    .map((value) => (value === undefined ? '·' : bars[Math.round(((value - low) / range) * (bars.length - 1))]))
    .join('')
}
