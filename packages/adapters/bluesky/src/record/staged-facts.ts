import type { JsonObject, StagedPost } from '@tutti/model'
import type { StrongRef } from '../protocol/records.ts'
import type { Facet } from './facets.ts'

/** An uploaded file as records name it. */
export type BlobRef = {
  readonly $type: 'blob'
  readonly ref: { readonly $link: string }
  readonly mimeType: string
  readonly size: number
}

/** Where the video service tells how far it is. */
export type VideoJob = { readonly service: string; readonly id: string }

/** What `stagePost` found out for `publishPost`, which makes one request only. */
export type StagedFacts = {
  /** The account's DID: where the record is written. */
  readonly did: string
  /** One per image, in order; the video's where no video service has it. */
  readonly blobs: readonly BlobRef[]
  /** What the video service is making ready. */
  readonly videoJob?: VideoJob | undefined
  /** The picture of the link's card. */
  readonly thumb?: BlobRef | undefined
  /** DIDs by mentioned handle; a handle that is not here has none. */
  readonly mentions: Readonly<Record<string, string>>
  /** What the text links. */
  readonly facets: readonly Facet[]
  readonly reply?: { readonly root: StrongRef; readonly parent: StrongRef } | undefined
  readonly quote?: StrongRef | undefined
}

/** Puts the facts into the form that the journal keeps. */
export function toStagedPost(facts: StagedFacts, expiresAt: number | undefined): StagedPost {
  return { facts: facts satisfies JsonObject, expiresAt }
}

/** Takes them out again: they are ours, written by `toStagedPost`. */
export function stagedFacts(staged: StagedPost): StagedFacts {
  return staged.facts as StagedFacts
}
