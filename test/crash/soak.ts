// Random rounds of the crash matrix, on SQLite and on PostgreSQL in turn. Prints the seed of every round that breaks a
// promise. Usage: npm run soak [-- --rounds 2000] [-- --seed N plays one round] [-- --store sqlite|postgres]
import { parseArgs } from 'node:util'
import { nameOf } from './cells.ts'
import { isServerThere, type PlaceKind, withPlace } from './places.ts'
import { playCells } from './play-cells.ts'
import { freshSeed, randomRound } from './rounds.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string' }, seed: { type: 'string' }, store: { type: 'string' } },
})
const rounds = Number(values.rounds ?? (values.seed ? 1 : 2_000))
const firstSeed = Number(values.seed ?? freshSeed())
const kinds = values.store ? [values.store as PlaceKind] : (['sqlite', 'postgres'] as const)
const places = (await isServerThere()) ? kinds : kinds.filter((kind) => kind !== 'postgres')
if (places.length < kinds.length) console.log('PostgreSQL does not answer: SQLite alone')

console.log(`${rounds} rounds from seed ${firstSeed}`)
const roundsAtOnce = 200
let broken = 0
for (let start = 0; start < rounds; start += roundsAtOnce) {
  const seeds = Array.from({ length: Math.min(roundsAtOnce, rounds - start) }, (_, index) => firstSeed + start + index)
  const cells = seeds.map(randomRound)
  const kind = places[(start / roundsAtOnce) % places.length] ?? 'sqlite'
  const verdicts = await withPlace(kind, (place) => playCells(cells, { place }))
  for (const { cell, violations } of verdicts.filter(({ violations }) => violations.length > 0)) {
    broken += 1
    console.log(`seed ${seeds[cells.indexOf(cell)]} on ${kind}: ${nameOf(cell)}\n  ${violations.join('\n  ')}`)
  }
  console.log(`${start + seeds.length} rounds, ${broken} broken`)
}
process.exitCode = broken > 0 ? 1 : 0
