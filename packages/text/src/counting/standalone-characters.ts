/** The UTF-16 unit of CR. */
export const carriageReturn = 0x0d
/** The UTF-16 unit of LF. With CR before it, the two are one grapheme. */
export const lineFeed = 0x0a

/**
 * Whether this UTF-16 unit is a character that never joins another such character into one grapheme, CR + LF apart.
 * True for everything below the first combining mark, and for letters and punctuation of scripts that write one code
 * point per character: most text is made of these alone and needs no `Intl.Segmenter`.
 *
 * Source: Unicode Standard Annex #29, GraphemeBreakProperty.txt, read 2026-11-22; tests compare every one of these
 * characters with `Intl.Segmenter`.
 */
export function isStandaloneUnit(unit: number): boolean {
  if (unit < 0x300) return true
  return (
    (unit >= 0x370 && unit <= 0x482) || // Greek, Cyrillic
    (unit >= 0x48a && unit <= 0x52f) || // Cyrillic behind its combining marks
    (unit >= 0x2010 && unit <= 0x2027) || // dashes, quotation marks, bullet, ellipsis
    (unit >= 0x3000 && unit <= 0x3029) || // punctuation of Chinese and Japanese
    (unit >= 0x3041 && unit <= 0x3096) || // hiragana
    (unit >= 0x30a0 && unit <= 0x30ff) || // katakana
    (unit >= 0x3400 && unit <= 0x9fff) || // Han
    (unit >= 0xac00 && unit <= 0xd7a3) || // Hangul syllables
    (unit >= 0xff01 && unit <= 0xff60) // full-width forms
  )
}
