import { inertLine } from '../output/inert.ts'
import type { SetupPackage } from './package-manifest.ts'

/** For the help of `tutti init`: what `--set` takes for the adapters that are installed here. */
export function describeFields(installed: readonly SetupPackage[]): string {
  const fields = installed.flatMap(({ expression, options, credential }) =>
    [...options, ...credential]
      .filter(({ variable }) => variable === undefined)
      .map(({ name, label, example, help, isOptional }) => {
        const about = [isOptional ? `${label} (optional)` : label, example && `such as ${example}`].filter(Boolean)
        return [`${expression}.${name}`, [about.join(', '), help].filter(Boolean).join('. ')] as const
      }),
  )
  if (fields.length === 0)
    return '\n--set takes what the adapters need. None is installed here: npm install @tutti/bluesky'
  const width = Math.max(...fields.map(([key]) => key.length))
  const lines = fields.map(([key, about]) => `  ${inertLine(key).padEnd(width)}  ${inertLine(about)}`)
  return ['', '--set takes, for the adapters that are installed here:', ...lines].join('\n')
}
