import type { StandingPost } from '../../platform/platform-under-test.ts'
import { quotedUri } from './app-view.ts'
import { type FakeBlueskyLedger, type FakeBlueskyRecordValue, recordsOf } from './ledger.ts'

/** An account's posts as they truly stand, oldest first. */
export function standingPostsOf(did: string, ledger: FakeBlueskyLedger): readonly StandingPost[] {
  return recordsOf(ledger, did, 'app.bsky.feed.post').map(({ uri, value }) => readStandingPost(uri, value))
}

interface Embed {
  readonly images?: readonly { readonly alt: string }[]
  readonly video?: object
  readonly alt?: string
  readonly external?: { readonly uri: string }
  readonly media?: Embed
}

/** A post's record in the words of the kit. */
function readStandingPost(id: string, value: FakeBlueskyRecordValue): StandingPost {
  const embed = value.embed as Embed | undefined
  const shown = embed?.media ?? embed
  return {
    id,
    text: value.text as string,
    media: shown?.video
      ? [{ kind: 'video', alt: shown.alt }]
      : (shown?.images ?? []).map(({ alt }) => ({ kind: 'image', alt })),
    link: shown?.external?.uri,
    replyTo: (value.reply as { parent: { uri: string } } | undefined)?.parent.uri,
    quote: quotedUri(value),
    visibility: 'public',
    languages: value.langs as readonly string[] | undefined,
  }
}
