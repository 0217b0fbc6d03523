// What each channel would get, counted by its platform's own rule, and what is wrong with it. Nothing is sent.
import { createTutti } from '@tutti/core'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels })
try {
  const preview = await tutti.prepare({ text: 'Fresh bread. '.repeat(30).trim(), title: 'Bread' })
  for (const [channel, { parts, issues }] of Object.entries(preview.channels)) {
    for (const { lengths } of parts) {
      for (const { actual, maximum, unit } of lengths) console.log(`${channel}: ${actual} of ${maximum} ${unit}`)
    }
    for (const { severity, code, advice } of issues) console.log(`${channel}: ${severity} ${code}. ${advice}`)
  }
} finally {
  await tutti.close()
  await practice.close()
}
