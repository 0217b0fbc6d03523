type Granularity = 'grapheme' | 'word' | 'sentence'

const segmenters = new Map<Granularity, Intl.Segmenter>()

/**
 * One `Intl.Segmenter` per granularity, made on first use. The locale is fixed, so that the same text is cut the
 * same way on every machine: grapheme rules have no locale, and the dictionaries for Thai, Chinese and Japanese are
 * chosen by script.
 */
export function segmenterFor(granularity: Granularity): Intl.Segmenter {
  let segmenter = segmenters.get(granularity)
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter('en', { granularity })
    segmenters.set(granularity, segmenter)
  }
  return segmenter
}
