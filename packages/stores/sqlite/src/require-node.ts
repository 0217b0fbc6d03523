import { StoreError } from '@tutti/model'

/** As `engines` of the package says, which npm only warns of: without it, every use of the store would fail for itself. */
const oldest = [22, 18] as const

/** @throws StoreError `store-failed` on a Node that has no `node:sqlite` to rely on */
export function requireNode(): void {
  const { node } = process.versions
  const [major = 0, minor = 0] = node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  throw new StoreError({
    code: 'store-failed',
    message: `sqliteStore needs Node ${oldest.join('.')} or newer: this is ${node}`,
    advice: `Install Node ${oldest.join('.')} or newer.`,
  })
}
