import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidInputError } from '@tutti/model'
import type { Command } from 'commander'
import { readEnvironment } from '../config/read-environment.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { collectValues } from '../option-values.ts'
import type { Run } from '../program.ts'
import { ensureKey, keyVariable } from '../secrets/secret-file.ts'
import { addLines, sameLine, sameVariable } from '../setup/add-lines.ts'
import { type AdapterOptions, chooseAdapters } from '../setup/choose-adapters.ts'
import { chooseConfigFile, setModuleType } from '../setup/config-file-name.ts'
import { describeFields } from '../setup/describe-fields.ts'
import { findSetupPackages } from '../setup/find-packages.ts'
import type { SetupField } from '../setup/package-manifest.ts'
import { renderConfig } from '../setup/render-config.ts'

interface InitOptions extends AdapterOptions {
  readonly force?: boolean | undefined
}

/** `tutti init`: a first configuration. */
export function addInit(program: Command, run: Run, folder: string): void {
  program
    .command('init')
    .description('write a configuration for the adapters, plugins and store that are installed here')
    .option('--platform <package>', 'an installed adapter; again for more', collectValues)
    .option(
      '--set <channel.name=value>',
      'a value that is no secret, such as bluesky.identifier=shop.example; again for more',
      collectValues,
    )
    .option('--browser <package>', 'an adapter whose account signs in with the browser; again for more', collectValues)
    .option('--force', 'replace a configuration that is there')
    .addHelpText('after', () => describeFields(findSetupPackages(folder)))
    .action((options: InitOptions, command: Command) => run(command, (context) => init(context, options)))
}

async function init(context: Context, options: InitOptions): Promise<ExitCode> {
  const { output, surroundings } = context
  const { folder } = surroundings
  const { name, needsModuleType } = chooseConfigFile(folder)
  if (!(await mayWrite(context, name, options.force === true))) return exitCodes.interrupted
  const installed = findSetupPackages(folder)
  const adapters = await chooseAdapters(context, installed, options)
  const plugins = installed.filter(({ kind }) => kind === 'plugin')
  const store = installed.find(({ kind }) => kind === 'store')
  const secrets = adapters
    .flatMap(({ setup }) => [...setup.options, ...setup.credential])
    .filter((field): field is SetupField & { variable: string } => field.variable !== undefined)

  writeFileSync(join(folder, name), renderConfig({ adapters, plugins, store }))
  const written: string[] = [name]
  if (needsModuleType) {
    setModuleType(folder)
    written.push('package.json')
  }
  readEnvironment(join(folder, '.env'), surroundings.env)
  if (surroundings.env[keyVariable] === undefined) written.push('.env')
  ensureKey(folder, surroundings.env)
  const variables = [keyVariable, ...secrets.map(({ variable }) => variable)].map((variable) => `${variable}=`)
  if (addLines(join(folder, '.env.example'), variables, sameVariable)) written.push('.env.example')
  if (addLines(join(folder, '.gitignore'), ['node_modules', '.env', 'tutti.secrets.json', 'tutti.db*'], sameLine))
    written.push('.gitignore')

  output.json({ written, channels: adapters.map(({ setup }) => setup.expression), secrets })
  for (const file of written) output.say(`${output.style.green('✓')} ${file}`)
  output.say('')
  output.say('Next:')
  for (const { setup } of adapters) output.say(`  tutti auth ${setup.expression}`)
  output.say('  tutti doctor')
  output.say('  tutti post "Hello" --dry-run')
  if (needsModuleType)
    output.hint('package.json says "type": "module" now: Node would warn with every command otherwise.')
  if (store === undefined) {
    output.hint(
      'No store is installed: what was published would be forgotten. npm install @tutti/store-sqlite, and init again.',
    )
  }
  return exitCodes.ok
}

async function mayWrite({ surroundings }: Context, name: string, isForced: boolean): Promise<boolean> {
  const { folder, prompts } = surroundings
  if (isForced || !existsSync(join(folder, name))) return true
  if (prompts !== undefined) return prompts.confirm({ message: `${name} is there already. Replace it?` })
  throw new InvalidInputError({
    code: 'invalid-options',
    message: `${name} is there already`,
    path: 'force',
    advice: 'Say --force to replace it.',
  })
}
