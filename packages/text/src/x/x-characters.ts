// Kinds of characters that X's rules speak of, as parts of a character class of a regular expression without flags.
// Source: the rules of twitter-text 3.1.0 (twitter/twitter-text at 30e2430, js/src/regexp), read 2026-11-25.

/** White space. */
export const spaces = '\\t-\\r \\u0085\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

/** Characters that set the direction of writing. */
export const directionMarks = '\\u202a-\\u202e\\u061c\\u200e\\u200f\\u2066-\\u2069'

/** Characters that no post may hold. */
export const invalidCharacters = '\\ufffe\\ufeff\\uffff'

/** Latin letters with accents, and the accents. */
export const accentedLatin =
  '\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u0253\\u0254\\u0256\\u0257\\u0259\\u025b\\u0263\\u0268\\u026f\\u0272\\u0289\\u028b\\u02bb\\u0300-\\u036f\\u1e00-\\u1eff'

/** Punctuation that ends a domain, full stop, hyphen and underscore apart. */
export const endingPunctuation = "!'#%&()*+,\\\\/:;<=>?@\\[\\]^{|}~$"

// The signs that words of some scripts are written with: joiners (Persian, Indic scripts), maqaf, geresh and gershayim
// (Hebrew), wave dashes, sound marks, double hyphen, middle dot and ditto mark (Japanese), tsheg (Tibetan), middle dot
// (Catalan), payerok (Cyrillic).
const wordSigns =
  '_\\u200c\\u200d\\ua67e\\u05be\\u05f3\\u05f4\\uff5e\\u301c\\u309b\\u309c\\u30a0\\u30fb\\u3003\\u0f0b\\u0f0c\\u00b7'

/** What a hashtag may be made of, for a regular expression with the flag `u`. */
export const tagCharacters = `\\p{L}\\p{M}\\p{Nd}${wordSigns}`
