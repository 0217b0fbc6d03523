import type { OperationContext, Profile } from '@tutti/model'
import { TuttiError } from '@tutti/model'
import { query } from '../protocol/xrpc.ts'
import { readProfile } from '../read/profile.ts'

/** So many profiles are remembered; those asked for longest ago are asked for again. */
const maxRemembered = 1000

/** Whose DIDs a stream names. */
export interface People {
  /** With its handle where it can be read, else by its DID alone. */
  find(did: string): Promise<Profile | undefined>
  /** Its handle may be another now. */
  forget(did: string): void
}

/** Remembers profiles for the life of one connection. */
export function createPeople(context: OperationContext): People {
  const known = new Map<string, Profile>()

  return {
    async find(did) {
      const profile = known.get(did) ?? (await read(did, context))
      if (!profile) return readProfile({ did }, context)
      known.delete(did)
      known.set(did, profile)
      if (known.size > maxRemembered) known.delete(known.keys().next().value ?? '')
      return profile
    },
    forget: (did) => void known.delete(did),
  }
}

/** What somebody did is told, also where who they are can't be read. */
async function read(did: string, context: OperationContext): Promise<Profile | undefined> {
  try {
    return readProfile((await query(context, 'app.bsky.actor.getProfile', { actor: did })).body, context)
  } catch (error) {
    if (TuttiError.isInstance(error) && error.code !== 'aborted') return undefined
    throw error
  }
}
