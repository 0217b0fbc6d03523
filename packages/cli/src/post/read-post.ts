import { InvalidInputError, type Post, type Visibility } from '@tutti/model'
import { readText } from '../read-text.ts'
import type { Surroundings } from '../surroundings.ts'
import { readMedia } from './read-media.ts'

/** The options of `tutti post` that make up the post. */
export interface PostOptions {
  readonly file?: string | undefined
  readonly media?: readonly string[] | undefined
  readonly alt?: readonly string[] | undefined
  readonly to?: readonly string[] | undefined
  /** `true` without a number. */
  readonly thread?: string | true | undefined
  readonly counter?: boolean | undefined
  readonly id?: string | undefined
  readonly title?: string | undefined
  readonly link?: string | undefined
  readonly language?: readonly string[] | undefined
  readonly visibility?: string | undefined
  readonly contentWarning?: string | undefined
  readonly firstComment?: string | undefined
  readonly campaign?: string | undefined
}

/**
 * The post that arguments and options describe. What its members may be is checked when it is prepared.
 * @throws InvalidInputError `invalid-input`; MediaError `media-not-found`
 */
export async function readPost(
  surroundings: Surroundings,
  argument: string | undefined,
  options: PostOptions,
): Promise<Post> {
  const media = readMedia(surroundings.folder, options.media ?? [], options.alt ?? [])
  const isMediaOnly = media.length > 0 && argument === undefined && options.file === undefined
  // Beside media standard input is only read where `-` says so: a script's may never end.
  const text = isMediaOnly ? '' : await readText(surroundings, { argument, file: options.file })
  if (text === undefined) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'there is no text',
      path: 'text',
      advice: 'Give it as an argument, with --file, or through a pipe: echo Hello | tutti post',
    })
  }
  return {
    text,
    media,
    id: options.id,
    channels: options.to,
    split: readSplit(options),
    title: options.title,
    link: options.link === undefined ? undefined : { url: options.link },
    languages: options.language,
    // Core refuses what is none of them, with the place.
    visibility: options.visibility as Visibility | undefined,
    contentWarning: options.contentWarning,
    firstComment: options.firstComment,
    labels: options.campaign === undefined ? undefined : { campaign: options.campaign },
  }
}

function readSplit({ thread, counter }: PostOptions): Post['split'] {
  if (thread === undefined) return undefined
  if (thread === true) return { counter }
  const maxParts = Number(thread)
  if (Number.isInteger(maxParts) && maxParts > 0) return { counter, maxParts }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: '--thread takes the largest number of parts, or nothing',
    path: 'thread',
  })
}
