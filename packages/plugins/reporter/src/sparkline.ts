const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** Draws numbers over time in one line of text; a missing one is a dot. At most `maxBars` bars, the newest kept. */
export function sparkline(values: readonly (number | undefined)[], maxBars = 24): string {
  const shown = values.slice(-maxBars)
  const known = shown.filter((value) => value !== undefined)
  const low = Math.min(...known)
  const range = Math.max(...known) - low
  return shown
    .map((value) => {
      if (value === undefined) return '·'
      return bars[range === 0 ? 0 : Math.round(((value - low) / range) * (bars.length - 1))]
    })
    .join('')
}
