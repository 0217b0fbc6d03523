// Imports every installed @tutti package from beside this file: each one loads, exports something and ships no source.
import { existsSync, readdirSync } from 'node:fs'

const folder = new URL('node_modules/@tutti/', import.meta.url)
const names = readdirSync(folder)
for (const name of names) {
  const exported = Object.keys(await import(`@tutti/${name}`))
  if (exported.length === 0) throw new Error(`@tutti/${name} exports nothing`)
  if (existsSync(new URL(`${name}/src`, folder))) throw new Error(`@tutti/${name} was packed with its source`)
}
console.log(`Node ${process.version}: imported ${names.length} packages`)

// The reader of video is a file that nothing imports: it is started by its address.
const { memoryMediaStore, prepareMedia } = await import('@tutti/adapter-kit')
const { sampleMp4 } = await import('@tutti/testing')
const film = { kind: 'video', source: { blob: new Blob([sampleMp4()]) } }
const { videoCodec } = await prepareMedia(film, { mediaStore: memoryMediaStore() })
if (videoCodec !== 'avc') throw new Error(`@tutti/adapter-kit was packed without its reader of video: ${videoCodec}`)
