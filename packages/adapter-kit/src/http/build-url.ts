import { type HttpRequest, InvalidInputError } from '@tutti/model'

const absoluteUrl = /^https?:\/\//i

/** Segments that `fetch` would resolve: an id that is `..` would lead to another endpoint. */
const dotSegment = /\/(?:\.|%2e){1,2}(?:[/?#]|$)/i

/**
 * Joins base, path and query. A relative URL is appended to the path of the base, never put in its place.
 * @throws InvalidInputError `invalid-input` when a segment of the path is `.` or `..`
 */
export function buildUrl(baseUrl: string, url: string, query: HttpRequest['query']): string {
  const full = absoluteUrl.test(url) ? url : `${baseUrl.replace(/\/$/, '')}/${url.replace(/^\//, '')}`
  if (dotSegment.test(full)) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'an id in the request’s path is . or ..',
      path: 'url',
      advice: 'Use an id as the platform gave it.',
    })
  }
  const text = query === undefined ? '' : buildQuery(query)
  return text === '' ? full : `${full}${full.includes('?') ? '&' : '?'}${text}`
}

function buildQuery(query: NonNullable<HttpRequest['query']>): string {
  let text = ''
  for (const name in query) {
    const value = query[name]
    if (value === undefined) {
      continue
    }
    for (const item of typeof value === 'object' ? value : [value]) {
      text += `${text === '' ? '' : '&'}${encodeURIComponent(name)}=${encodeURIComponent(item)}`
    }
  }
  return text
}
