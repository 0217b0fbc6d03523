import type { Context } from '../context.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { openSession, type Session } from './open-session.ts'

/** `undefined` where a secret of the configuration is not set yet. */
export async function openUnlessSecretMissing(context: Context): Promise<Session | undefined> {
  try {
    return await openSession(context)
  } catch (error) {
    if (exitCodeOf(error) === exitCodes.authentication) return undefined
    throw error
  }
}
