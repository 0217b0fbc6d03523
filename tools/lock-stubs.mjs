// npm writes no lock entry for an optional binary of another system that it could not fetch, and `npm ci` then
// refuses the lockfile ("Missing: … from lock file"). This adds a stub for each: no integrity, skipped where the
// system does not match, fetched normally where it does. Run after every lockfile change; --check only reports.
import { readFileSync, writeFileSync } from 'node:fs'

const lockUrl = new URL('../package-lock.json', import.meta.url)
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** Whether a package installed at `from` finds `name` in its own node_modules folder or in one above it. */
function isLocked(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (packages[`${folder}/node_modules/${name}`]) return true
    if (!folder.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined
  }
}

/** The platform fields of a binary, read from its name: `@scope/tool-linux-x64-musl`. */
function platformFields(name) {
  const words = name.split('/').at(-1).split('-')
  const system = systems.find((each) => words.includes(each))
  const processor = processors.find((each) => words.includes(each))
  const isMusl = words.some((word) => word.startsWith('musl'))
  return {
    ...(processor && { cpu: [processor] }),
    ...(system === 'linux' && { libc: [isMusl ? 'musl' : 'glibc'] }),
    ...(system && { os: [system] }),
  }
}

const lock = JSON.parse(readFileSync(lockUrl, 'utf8'))
const stubs = []
for (const [folder, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, folder, name)) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platformFields(name),
      ...(entry.dev && { dev: true }),
      optional: true,
    }
    stubs.push(`${name}@${version}`)
  }
}

if (process.argv.includes('--check')) {
  if (stubs.length > 0) {
    console.error(`package-lock.json lacks ${stubs.length} stubs (run \`npm run lock-stubs\`):\n${stubs.join('\n')}`)
    process.exitCode = 1
  }
} else if (stubs.length > 0) {
  const sorted = Object.entries(lock.packages).sort(([left], [right]) => left.localeCompare(right, 'en'))
  lock.packages = Object.fromEntries(sorted)
  writeFileSync(lockUrl, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`Added ${stubs.length} stubs to package-lock.json`)
}
