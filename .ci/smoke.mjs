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
