/** How many bytes `readMp3Length` needs from where the sound begins. */
export const mp3HeadBytes = 64

const tagHeadBytes = 10

/** Where the sound begins: behind the tags, whose length has seven bits in each byte. https://id3.org/id3v2.4.0-structure, read 2026-11-25. */
export function readSoundStart(head: Uint8Array): number {
  if (String.fromCharCode(...head.subarray(0, 3)) !== 'ID3') {
    return 0
  }
  const size = head.subarray(6, tagHeadBytes).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0)
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0
  return size + tagHeadBytes * (hasFooter ? 2 : 1)
}

/** Behind the head of the first frame and the side information of each kind of stream. */
const infoOffsets = [13, 21, 36]
const infoNames = ['Xing', 'Info']
const hasFrames = 1
const hasBytes = 2

/**
 * How many bytes of sound there are, as most encoders write it into the first frame; `undefined`
 * where they have not. http://gabriel.mp3-tech.org/mp3infotag.html, read 2026-11-25.
 */
export function readMp3Length(sound: Uint8Array): number | undefined {
  const data = new DataView(sound.buffer, sound.byteOffset, sound.byteLength)
  const offset = infoOffsets.find((at) => infoNames.includes(String.fromCharCode(...sound.subarray(at, at + 4))))
  if (offset === undefined || sound.byteLength < offset + 16) {
    return undefined
  }
  const flags = data.getUint32(offset + 4)
  return flags & hasBytes ? data.getUint32(offset + (flags & hasFrames ? 12 : 8)) : undefined
}
