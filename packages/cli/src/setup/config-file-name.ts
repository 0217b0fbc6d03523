import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { configNames } from '../config/find-config.ts'

type Manifest = Readonly<Record<string, unknown>>

/** How a new configuration is called. */
export interface ConfigFile {
  readonly name: string
  /** `package.json` must say first that files are modules, or Node warns with every command. */
  readonly needsModuleType: boolean
}

/**
 * The configuration that `tutti init` writes into a folder: the one that is there, or a new one. It is a module, and
 * says so by its name where `package.json` says otherwise, or says nothing and may not be changed.
 */
export function chooseConfigFile(folder: string): ConfigFile {
  const present = configNames.find((name) => existsSync(join(folder, name)))
  const nearest = findManifest(folder)
  const needsModuleType =
    nearest !== undefined && nearest.manifest.type === undefined && maySetModuleType(folder, nearest)
  if (present !== undefined) return { name: present, needsModuleType: needsModuleType && !/\.m[jt]s$/.test(present) }
  const isModule = nearest === undefined || nearest.manifest.type === 'module' || needsModuleType
  return { name: isModule ? 'tutti.config.ts' : 'tutti.config.mts', needsModuleType }
}

/** Lets the `package.json` of a folder say that its files are modules. What else is in it stays. */
export function setModuleType(folder: string): void {
  const path = join(folder, 'package.json')
  const text = readFileSync(path, 'utf8')
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? 2
  writeFileSync(path, `${JSON.stringify({ ...JSON.parse(text), type: 'module' }, undefined, indent)}\n`)
}

interface FoundManifest {
  readonly folder: string
  readonly manifest: Manifest
}

/** The one that Node goes by. */
function findManifest(folder: string): FoundManifest | undefined {
  for (let place = resolve(folder); ; place = dirname(place)) {
    const path = join(place, 'package.json')
    if (existsSync(path)) return { folder: place, manifest: readManifest(path) }
    if (place === dirname(place)) return undefined
  }
}

function readManifest(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest
  } catch {
    // Broken, or not to be read: it is left alone.
    return { type: 'unknown' }
  }
}

/** Only in a folder of its own, with nothing in it that could be CommonJS and would break. */
function maySetModuleType(folder: string, { folder: place, manifest }: FoundManifest): boolean {
  if (place !== resolve(folder) || ['main', 'exports', 'bin'].some((name) => name in manifest)) return false
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return true
    if (!entry.isFile()) return false
    if (!['.js', '.jsx', '.ts', '.tsx'].includes(extname(entry.name))) return true
    return !/\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/.test(readFileSync(join(folder, entry.name), 'utf8'))
  })
}
