import type { Sink } from '../surroundings.ts'

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const

/** Puts a colour around a text, or leaves it as it is. */
export type Style = Readonly<Record<keyof typeof codes, (text: string) => string>>

/**
 * Colours for one output: only on a terminal, never with `NO_COLOR` (https://no-color.org, read 2026-11-25),
 * always with `FORCE_COLOR` other than `0`.
 */
export function createStyle(sink: Sink, env: Readonly<Record<string, string | undefined>>, allowed = true): Style {
  const isWanted = env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : sink.isTTY === true && env.TERM !== 'dumb'
  const isColoured = allowed && !env.NO_COLOR && isWanted
  return Object.fromEntries(
    Object.entries(codes).map(([name, code]) => [
      name,
      (text: string) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text),
    ]),
  ) as Style
}
