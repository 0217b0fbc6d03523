// Runs the bundled cases in a page of Chromium and compares the answers with Node's: node … FOLDER CHROMIUM
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [folder, executablePath] = process.argv.slice(2)
const { chromium } = createRequire(join(folder, 'package.json'))('playwright-core')
const expected = readFileSync(join(folder, 'expected.txt'), 'utf8').split('\n')

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  await page.addScriptTag({ path: join(folder, 'cases.js') })
  const answers = (await page.evaluate(() => globalThis.textCases.runCases())).split('\n')
  const difference = answers.findIndex((line, index) => line !== expected[index])
  if (answers.length !== expected.length) throw new Error(`${answers.length} answers, ${expected.length} expected`)
  if (difference !== -1) throw new Error(`in Chromium: ${answers[difference]}\nin Node:     ${expected[difference]}`)
  console.log(`Chromium ${browser.version()}: ${answers.length} answers, all those of Node`)
} finally {
  await browser.close()
}
