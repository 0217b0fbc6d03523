const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/
const maxHandleLength = 253

/**
 * Whether a name has the form of an AT Protocol handle: ASCII labels of 1 to 63 characters with dots between them, at
 * least two, none with a hyphen at an end, the last beginning with a letter, 253 characters at most.
 *
 * Source: https://atproto.com/specs/handle and its published vectors
 * (bluesky-social/atproto-interop-tests, syntax/handle_syntax_*.txt), read 2026-11-22.
 */
export function isAtprotoHandle(name: string): boolean {
  if (name.length > maxHandleLength) return false
  const labels = name.split('.')
  return labels.length >= 2 && labels.every((part) => label.test(part)) && /^[A-Za-z]/.test(labels.at(-1) ?? '')
}
