import type { Preview } from '@tutti/model'
import { sha256Hex } from '../calendar/sha256-hex.ts'

/** One hash over what will be sent to all channels: an approval is for all of them. */
export async function contentHashOf({ channels }: Preview): Promise<string> {
  const hashes = Object.entries(channels).map(([channel, { contentHash }]) => [channel, contentHash])
  return sha256Hex(JSON.stringify(hashes.sort(([one = ''], [other = '']) => (one < other ? -1 : 1))))
}
