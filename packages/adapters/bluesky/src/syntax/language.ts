const usual = new RegExp(
  [
    '^[a-z]{2,3}(?:-[a-z]{3}){0,3}', // language, with extensions of it
    '(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?', // script and region
    '(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*', // variants
    '(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*', // extensions
    '(?:-x(?:-[a-z0-9]{1,8})+)?$', // private use
  ].join(''),
  'i',
)
const privateUse = /^x(?:-[a-z0-9]{1,8})+$/i
const grandfathered = /^(?:i-[a-z]{2,8}|sgn-(?:BE-FR|BE-NL|CH-DE)|en-GB-oed)$/i
const primary = /^(?:[a-z]{2,3}|[ix])(?:-|$)/
const variant = /^(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})$/

/**
 * Whether a text is a language tag as records hold it (BCP 47): `en`, `pt-BR`, `zh-Hant`. The language itself must be in
 * lower case; no variant and no extension may stand twice. Whether the language exists is not checked.
 *
 * Source: https://atproto.com/specs/lexicon#language and RFC 5646, read 2026-11-25.
 */
export function isLanguage(text: string): boolean {
  if (privateUse.test(text)) return true
  if (!primary.test(text)) return false
  return grandfathered.test(text) || (usual.test(text) && !repeatsSubtag(text.toLowerCase().split('-')))
}

/** Whether a variant stands twice before the extensions, or an extension's letter before the private use. */
function repeatsSubtag(subtags: readonly string[]): boolean {
  const isSingle = (subtag: string, index: number) => index > 0 && subtag.length === 1
  const firstSingle = subtags.findIndex(isSingle)
  const variants = subtags
    .slice(1, firstSingle === -1 ? undefined : firstSingle)
    .filter((subtag) => variant.test(subtag))
  const privateStart = subtags.indexOf('x', 1)
  const singles = subtags.slice(0, privateStart === -1 ? undefined : privateStart).filter(isSingle)
  return new Set(variants).size < variants.length || new Set(singles).size < singles.length
}
