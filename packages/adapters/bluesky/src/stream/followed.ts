import { asString } from '@tutti/adapter-kit'
import type { OperationContext, Profile } from '@tutti/model'
import { listFollowing } from '../operations/list-profiles.ts'
import { formatAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { membersOf } from '../read/members-of.ts'
import { readProfile } from '../read/profile.ts'
import type { RecordEvent } from './record-event.ts'

/** Whom an account follows, kept up to date by the stream itself. */
export interface Followed {
  get(did: string): Profile | undefined
  /** Takes in a follow of the account's own, or the end of one. */
  apply(event: RecordEvent): void
}

/** Reads whom the account follows, 100 a request. */
export async function readFollowed(context: OperationContext, ownDid: string): Promise<Followed> {
  const profiles = new Map<string, Profile>()
  /** DIDs by the follow's AT URI: its deletion names nothing else. */
  const dids = new Map<string, string>()
  let cursor: string | undefined
  do {
    const page = await listFollowing({ cursor, limit: 100 }, context)
    for (const profile of page.items) {
      profiles.set(profile.ref.id, profile)
      const uri = asString(membersOf(membersOf(profile.raw).viewer).following)
      if (uri !== undefined) dids.set(uri, profile.ref.id)
    }
    cursor = page.nextCursor
  } while (cursor !== undefined)

  return {
    get: (did) => profiles.get(did),
    apply(event) {
      if (event.did !== ownDid || event.collection !== collections.follow) return
      const uri = formatAtUri(event)
      const did = asString(event.record?.subject)
      if (event.action === 'delete') profiles.delete(dids.get(uri) ?? '')
      const profile = did === undefined ? undefined : readProfile({ did }, context)
      if (did === undefined || !profile) return
      profiles.set(did, profiles.get(did) ?? profile)
      dids.set(uri, did)
    },
  }
}
