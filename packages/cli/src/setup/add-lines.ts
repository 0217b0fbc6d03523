import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * Adds the lines that a file does not have yet; what is in it stays.
 * @returns whether anything was added
 */
export function addLines(path: string, lines: readonly string[], isThere: (line: string, present: string) => boolean) {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const present = before.split(/\r?\n/)
  const missing = lines.filter((line) => !present.some((one) => isThere(line, one)))
  if (missing.length === 0) return false
  const separator = before === '' || before.endsWith('\n') ? '' : '\n'
  writeFileSync(path, `${before}${separator}${missing.join('\n')}\n`)
  return true
}

/** Whether two lines are the same but for blanks around them. */
export function sameLine(line: string, present: string): boolean {
  return line.trim() === present.trim()
}

/** Whether two lines of an `.env` file name the same variable. */
export function sameVariable(line: string, present: string): boolean {
  return nameOf(line) === nameOf(present)
}

const nameOf = (line: string): string => line.replace(/^#/, '').split('=', 1)[0]?.trim() ?? ''
