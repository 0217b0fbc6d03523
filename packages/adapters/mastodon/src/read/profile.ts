import { asBoolean, asInstantMs, asNumber, asObject, asString, plainText } from '@tutti/adapter-kit'
import type { Profile } from '@tutti/model'
import type { Reading } from './reading.ts'
import { profileRef } from './refs.ts'
import { readUrl } from './values.ts'

/**
 * Reads an Account. The domain completes the handles of the server's own accounts, which come
 * without one. `undefined` when there is no account to read.
 */
export function readProfile(value: unknown, reading: Reading): Profile | undefined {
  const account = asObject(value)
  const id = asString(account?.id)
  const acct = asString(account?.acct) ?? asString(account?.username)
  if (!account || !id || !acct) return undefined
  const url = readUrl(account.url)
  return {
    ref: profileRef(id, url),
    handle: acct.includes('@') ? acct : `${acct}@${reading.domain}`,
    displayName: asString(account.display_name) || undefined,
    description: readDescription(asString(account.note), reading),
    avatarUrl: readUrl(account.avatar),
    url,
    followerCount: asNumber(account.followers_count),
    followingCount: asNumber(account.following_count),
    postCount: asNumber(account.statuses_count),
    createdAt: asInstantMs(account.created_at),
    bot: asBoolean(account.bot),
    raw: value,
  }
}

function readDescription(note: string | undefined, { descriptions }: Reading): string | undefined {
  if (!note) return undefined
  let text = descriptions.get(note)
  if (text === undefined) {
    text = plainText(note)
    descriptions.set(note, text)
  }
  return text || undefined
}
