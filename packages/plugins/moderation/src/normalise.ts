/** A word of a text in its plainest spelling, with its place in the text as written (UTF-16 offsets). */
export interface PlainWord {
  readonly plain: string
  readonly start: number
  readonly end: number
}

// Letters of other scripts and signs that are used to write Latin words past a filter.
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  α: 'a',
  β: 'b',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
}

const wordCharacter = /[\p{L}\p{N}\p{M}@$!|]/u
const mark = /\p{M}/gu
const latin = /\p{Script=Latin}/u

/** One word without accents, case, width variants, look-alikes, and letters repeated three times or more. */
function plainWord(word: string): string {
  const folded = word.normalize('NFKD').replace(mark, '').toLowerCase().normalize('NFKC')
  // Only beside Latin letters: a Cyrillic word or a number stays what it is.
  const mixed = latin.test(folded)
  const plain = mixed ? [...folded].map((character) => lookAlikes[character] ?? character).join('') : folded
  return plain.replace(/(.)\1{2,}/gu, '$1')
}

/** The words of a text, in order. */
export function plainWords(text: string): readonly PlainWord[] {
  const words: PlainWord[] = []
  let start = -1
  let offset = 0
  const close = (end: number) => {
    if (start < 0) return
    // Signs at the edges are punctuation there: "spam!" is "spam".
    let from = start
    let to = end
    while (from < to && /[@$!|]/.test(text[from] ?? '')) from += 1
    while (to > from && /[@$!|]/.test(text[to - 1] ?? '')) to -= 1
    if (to > from) words.push({ plain: plainWord(text.slice(from, to)), start: from, end: to })
    start = -1
  }
  for (const character of text) {
    if (!wordCharacter.test(character)) close(offset)
    else if (start < 0) start = offset
    offset += character.length
  }
  close(offset)
  return words
}

/** Letters that stand alone beside each other ("s p a m", "s.p.a.m"): words may hide in them. */
export interface SpacedRun {
  /** One character for each letter. */
  readonly plain: string
  readonly letters: readonly PlainWord[]
}

/** Every run of three or more single letters with at most two characters between them. */
export function spacedRuns(words: readonly PlainWord[]): readonly SpacedRun[] {
  const runs: SpacedRun[] = []
  let letters: PlainWord[] = []
  const close = () => {
    if (letters.length >= 3) runs.push({ plain: letters.map(({ plain }) => plain).join(''), letters })
    letters = []
  }
  for (const word of words) {
    const previous = letters.at(-1)
    if (word.plain.length !== 1 || (previous && word.start - previous.end > 2)) close()
    if (word.plain.length === 1) letters.push(word)
  }
  close()
  return runs
}
