import { InvalidInputError, type StreamTopic } from '@tutti/model'

/**
 * What `--topic` names: `interactions`, `home`, `public`, or a hashtag such as `#cake`.
 * @throws InvalidInputError `invalid-input`
 */
export function readTopic(text: string): StreamTopic {
  if (text === 'interactions' || text === 'home' || text === 'public') return { kind: text }
  if (/^#[^\s#]+$/.test(text)) return { kind: 'hashtag', hashtag: text.slice(1) }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: '--topic is interactions, home, public or a hashtag such as #cake',
    path: 'topic',
  })
}
