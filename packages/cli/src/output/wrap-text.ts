const segmenter = new Intl.Segmenter()

/** How many columns a text takes, by its characters as people count them. */
export function widthOf(text: string): number {
  return [...segmenter.segment(text)].length
}

/** Lines of at most `width`, broken at spaces only: a word that is longer stays whole. */
export function wrapText(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text]
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line === undefined || widthOf(line) + 1 + widthOf(word) > width) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines
}
