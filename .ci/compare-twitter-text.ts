// Compares @tutti/text/x with twitter-text itself, by X, on generated texts: node … FOLDER [COUNT] [SEED]
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { countX, findXEntities, findXReply } from '@tutti/text/x'

const [folder = '', count = '20000', seed = '1'] = process.argv.slice(2)
const twitterText = createRequire(join(folder, 'package.json'))('twitter-text')

// Left out are emoji newer than twitter-text, whose pieces it counts, and what two slips of its own are about: where the
// same domain without a scheme stands twice it takes the place of the first, so no piece is used twice; and of an address
// that holds other letters it counts less than it links, see `isMiscounted`.
const pieces = `
a b1 Z é を 日本 한국 ё שלום ไทย ا का 😀 👍🏽 👨‍👩‍👧 🇮🇹 1️⃣ #️⃣ *⃣ © ©️ ™ ☺ ☺️ . . . - _ / // : ? # ＃ @ ＠ $ & = ! ( ) [ ] ' " , ; ~ | + * % < >
http:// https:// HTTPS:// http://t.co/ https://t.co/abc com .com co .jp .みんな 中国 .中国 xn-- xn--ls8h foo example.com www.foo.co.uk
twitter.com/abc /list @user @user/list- RT rt: @abc_ $TEST $BRK.B #tag #1 #日本 aaaaaaaaaaaaaaaaaaaaa vermögensberater .onion · ・ ー ٣ ª ²
`
  .trim()
  .split(/\s+/)
  .concat(
    ' ',
    ' ',
    ' ',
    '\n',
    '\u3000',
    '\u00a0',
    '\ufeff',
    '\uffff',
    '\u202a',
    '\u2066',
    '\u3002',
    'e\u0301',
    '\u200d',
    '\ufe0f',
  )

let state = Number(seed)
/** A number below `limit`, the same ones for the same seed (Numerical Recipes' generator). */
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}

/** So many of the pieces, each once, in any order. */
function choose(count: number): string[] {
  const rest = [...pieces]
  return Array.from({ length: count }, () => rest.splice(random(rest.length), 1)[0] ?? '')
}

interface TheirEntity {
  readonly url?: string
  readonly indices: readonly [number, number]
}

/** Whether it takes an address for shorter than the place that it gives for it. */
function isMiscounted(text: string): boolean {
  const found: readonly TheirEntity[] = twitterText.extractUrlsWithIndices(text.normalize())
  return found.some(({ url, indices: [start, end] }) => url !== text.normalize().slice(start, end))
}

let entities = 0
for (let index = 0; index < Number(count); index += 1) {
  const text = choose(1 + random(12)).join('')
  if (isMiscounted(text)) continue
  const found: readonly TheirEntity[] = twitterText.extractEntitiesWithIndices(text)
  const theirs = {
    entities: found.map(({ indices }) => indices),
    reply: twitterText.extractReplies(text) ?? undefined,
    weight: twitterText.parseTweet(text).weightedLength,
  }
  const ours = {
    entities: findXEntities(text).map(({ start, end }) => [start, end]),
    reply: findXReply(text),
    weight: countX(text),
  }
  entities += ours.entities.length
  if (JSON.stringify(ours) === JSON.stringify(theirs)) continue
  console.error(`seed ${seed}, text ${index}: ${JSON.stringify(text)}`)
  console.error(`twitter-text: ${JSON.stringify(theirs)}\nours:         ${JSON.stringify(ours)}`)
  process.exit(1)
}
console.log(`seed ${seed}: ${count} texts with ${entities} entities are read and counted as twitter-text does`)
