/** One row of a Markdown table. */
export const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** Milliseconds as people say them: `5 min`, `24 h`. */
export function inWords(durationMs: number): string {
  if (durationMs === 0) return 'none'
  const units: readonly [unit: string, milliseconds: number][] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ]
  const [unit, milliseconds] = units.find(([, size]) => durationMs >= size) ?? ['ms', 1]
  return `${Math.round((durationMs / milliseconds) * 10) / 10} ${unit}`
}

/** Bytes as people say them: `1 MB`. */
export function inBytes(byteLength: number): string {
  return byteLength >= 1_000_000
    ? `${Math.round(byteLength / 100_000) / 10} MB`
    : `${Math.round(byteLength / 100) / 10} KB`
}
