import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder, runTutti } from './harness.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const guide = readFileSync(join(root, 'docs/guides/command-line.md'), 'utf8')
const blocks = (kind: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text)
const commands = blocks('sh').flatMap((block) => block.trim().split('\n'))

/** The arguments of a line as a shell reads them. */
const splitLine = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

/** A port that is free: the guide's own may be taken on this machine. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts the guide's playground, and waits for what it prints. */
async function startPlayground(folder: string, port: number): Promise<{ child: ChildProcess; password: string }> {
  const [program = ''] = blocks('ts fragment')
  expect(program).toContain('4567')
  writeFileSync(join(folder, 'playground.mts'), program.replace('4567', String(port)))
  const child = spawn(process.execPath, ['--conditions=@tutti/source', 'playground.mts'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += chunk
    const [, password] = /app password: (\S+)\n/.exec(printed) ?? []
    if (password !== undefined) return { child, password }
  }
  throw new Error('the playground has ended')
}

test('the guide leads from nothing to a first post and a moderated comment', { timeout: 60_000 }, async () => {
  const folder = makeFolder()
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // As npm leaves it after an installation into an empty folder.
  writeFileSync(join(folder, 'package.json'), '{ "dependencies": {} }')
  const port = await findPort()
  const { child, password } = await startPlayground(folder, port)
  onTestFinished(() => {
    for (const name of ['BLUESKY_APP_PASSWORD', 'TUTTI_CREDENTIAL_KEY']) delete process.env[name]
  })
  const prompts = { secret: async () => password } as never
  const [comments = ''] = blocks('text')
  const outputs = new Map<string, string>()
  let comment = ''
  let hasCommented = false

  expect(commands.length).toBeGreaterThan(10)
  for (const line of commands) {
    const [npx, tutti, ...args] = splitLine(line.replace('4567', String(port)).replace('<comment>', comment))
    expect([npx, tutti]).toEqual(['npx', 'tutti'])
    if (args[0] === 'comments' && !hasCommented) {
      hasCommented = true
      for (const text of comments.trim().split('\n')) child.stdin?.write(`${text}\n`)
      await expect
        .poll(async () => (await runTutti(args, { folder, env: process.env })).stdout.match(/ada\.test/g)?.length)
        .toBe(2)
    }
    // A worker goes on until it is told to stop.
    const signal = args[0] === 'run' ? AbortSignal.timeout(500) : undefined
    const ran = await runTutti(args, { folder, env: process.env, prompts, signal })
    expect(ran.exitCode, `${line}\n${ran.stdout}${ran.stderr}`).toBe(0)
    expect(ran.stdout + ran.stderr).not.toContain(password)
    outputs.set(args[0] ?? '', ran.stdout)
    if (args[0] === 'comments') comment = /^(\w{7}) .*With nuts/m.exec(ran.stdout)?.[1] ?? ''
  }
  expect(outputs.get('reply')).toMatch(/^answered bluesky/)
  expect(outputs.get('moderate')).toMatch(/^bluesky +hidden +links/m)
  expect(outputs.get('comments')).toContain('[hidden] FREE followers')
  expect(outputs.get('calendar')).toMatch(/March 2031.*09:00/s)
  expect(outputs.get('queue')).toContain('a fire in the village')
  expect(outputs.get('cancel')).toMatch(/^2031-03-08 08:00 Europe\/Rome +cancelled/m)
  expect(outputs.get('delete')).toMatch(/^bluesky +deleted/m)
})
