import { AuthenticationError } from '@tutti/model'

/** @returns AuthenticationError `not-connected` */
export function notConnected(channel: string): AuthenticationError {
  const message = `the channel ${channel} is not connected: nobody has signed in`
  return new AuthenticationError({ code: 'not-connected', message, channel })
}
