/** Prints the demo's story: headings, sentences and tables of at most 100 columns. */
export interface Narrator {
  heading(text: string): void
  say(text: string): void
  /** A line with a time stamp: something that happens just now. */
  happens(text: string): void
  /** Text as it is, indented. */
  quote(text: string): void
  table(header: readonly string[], rows: readonly (readonly string[])[]): void
  claim(text: string, holds: boolean): void
}

const width = 100

function wrap(text: string, indent: string): string {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line && indent.length + line.length + word.length >= width) {
        lines.push(line)
        line = word
      } else {
        line = line ? `${line} ${word}` : word
      }
    }
    lines.push(line)
  }
  return lines.map((line) => `${indent}${line}`).join('\n')
}

/** Colours only on a terminal that wants them. */
export function createNarrator(out: NodeJS.WriteStream): Narrator {
  const coloured = out.isTTY && !process.env.NO_COLOR
  const paint = (code: number, text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)
  const startedAt = performance.now()
  const print = (text = '') => void out.write(`${text}\n`)
  return {
    heading(text) {
      print()
      print(paint(1, text))
      print(paint(2, '─'.repeat([...text].length)))
    },
    say: (text) => print(wrap(text, '')),
    happens(text) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)
      print(`${paint(2, `${seconds} s`)}  ${wrap(text, '         ').trimStart()}`)
    },
    quote: (text) => print(paint(36, wrap(text, '    │ '))),
    table(header, rows) {
      const widths = header.map((cell, column) =>
        Math.max([...cell].length, ...rows.map((row) => [...(row[column] ?? '')].length)),
      )
      const line = (cells: readonly string[]) =>
        `  ${cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)).join('   ')}`.trimEnd()
      print(paint(2, line(header)))
      for (const row of rows) print(line(row))
    },
    claim: (text, holds) => print(`  ${holds ? paint(32, '✓') : paint(31, '✗')} ${text}`),
  }
}
