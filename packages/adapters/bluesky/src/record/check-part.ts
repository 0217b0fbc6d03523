import type { PreparedPart } from '@tutti/model'
import { InvalidInputError } from '@tutti/model'
import { countText } from '../count-text.ts'
import { limits } from '../limits.ts'
import { isLanguage } from '../syntax/language.ts'
import { toLanguage } from './to-lexicon-form.ts'

/**
 * Refuses what the server would take silently (an empty post, recorded) or refuse only after the
 * upload (lengths, counts).
 * @throws InvalidInputError `invalid-input` or `text-too-long`; nothing was sent
 */
export function checkPart(part: PreparedPart): void {
  const { media, languages = [] } = part
  if (part.text.trim() === '' && media.length === 0 && !part.link && !part.quote) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'Bluesky: the post is empty',
      path: 'text',
      advice: 'Write a text, or attach an image, a link or a quote.',
    })
  }
  for (const limit of limits.text) {
    const actual = countText(part.text, { limit })
    if (actual > limit.maximum) {
      throw new InvalidInputError({
        code: 'text-too-long',
        message: `Bluesky: the text has ${actual} ${limit.unit}, the limit is ${limit.maximum}`,
        path: 'text',
      })
    }
  }
  const isVideo = media.length === 1 && media[0]?.kind === 'video'
  if (!isVideo && (media.some((item) => item.kind !== 'image') || media.length > limits.maxMedia)) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `Bluesky: a post takes up to ${limits.maxMedia} images or one video, and no other media`,
      path: 'media',
    })
  }
  if (languages.length > limits.maxLanguages) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `Bluesky: a post names up to ${limits.maxLanguages} languages`,
      path: 'languages',
    })
  }
  const language = languages.find((tag) => !isLanguage(toLanguage(tag)))
  if (language !== undefined) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `Bluesky: ${JSON.stringify(language)} is no language tag`,
      path: 'languages',
      advice: 'Write languages as en, pt-BR or zh-Hant.',
    })
  }
}
