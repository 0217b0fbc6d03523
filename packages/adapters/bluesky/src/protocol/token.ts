/** Epoch milliseconds at which a JWT expires, read without checking it; `undefined` when it does not say. */
export function readTokenExpiry(token: string): number | undefined {
  const [, payload = ''] = token.split('.')
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    const seconds = (claims as { exp?: unknown } | null)?.exp
    return typeof seconds === 'number' ? seconds * 1000 : undefined
  } catch {
    return undefined
  }
}
