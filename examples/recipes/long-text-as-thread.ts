// A long text becomes a thread where it does not fit, and stays one post where it does.
import { createTutti } from '@tutti/core'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels })
try {
  const text = [
    'We baked something new: a lemon cake with olive oil, made with lemons from Sorrento. It took eleven tries.',
    'The family ate every single one of them, without complaint, and asked for the twelfth.',
    'From Saturday you find it in the shop, whole or by the slice, as long as there is some. Come early: the first twenty get a coffee with it.',
  ].join('\n\n')
  const { deliveries } = await tutti.publish({ text, split: { counter: true } })
  console.log(`sky: ${deliveries.sky.parts.length} parts, fedi: ${deliveries.fedi.parts.length}`)
} finally {
  await tutti.close()
  await practice.close()
}
