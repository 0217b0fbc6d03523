import { type ErrorDetails, MediaError } from '@tutti/model'

type MediaErrorCode = ConstructorParameters<typeof MediaError>[0]['code']

/** An error about one attachment, at its place in the post. Nothing was sent. */
export function mediaError(
  code: MediaErrorCode,
  message: string,
  path: string,
  more?: Partial<ErrorDetails>,
): MediaError {
  return new MediaError({ ...more, code, message: `${path}: ${message}`, path, outcome: 'not-sent' })
}
