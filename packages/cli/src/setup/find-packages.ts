import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readSetupPackage, type SetupPackage } from './package-manifest.ts'

/**
 * What is installed for Tutti, as Node would find it from `folder`. Nothing is listed by hand: a package says
 * of itself what it is, whoever made it.
 */
export function findSetupPackages(folder: string): readonly SetupPackage[] {
  const found = new Map<string, SetupPackage>()
  for (let place = resolve(folder); ; place = dirname(place)) {
    for (const path of listPackages(join(place, 'node_modules'))) {
      const setupPackage = readSetupPackage(readJson(join(path, 'package.json')))
      // The nearest one is the one that is imported.
      if (setupPackage !== undefined && !found.has(setupPackage.name)) found.set(setupPackage.name, setupPackage)
    }
    if (place === dirname(place)) break
  }
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name))
}

function listPackages(folder: string): readonly string[] {
  return listNames(folder).flatMap((name) => {
    if (name.startsWith('.')) return []
    const path = join(folder, name)
    return name.startsWith('@') ? listNames(path).map((inScope) => join(path, inScope)) : [path]
  })
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
