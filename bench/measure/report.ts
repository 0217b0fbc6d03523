import type { Row } from './row.ts'

/** Hands a scenario's rows to the process that started it; prints them when a person did. */
export function report(rows: readonly Row[]): void {
  if (process.send) process.send(rows)
  else for (const row of rows) console.log(JSON.stringify(row))
}
