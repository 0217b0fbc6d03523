// Rules as data. Each verdict says why, can be tried without acting, and can be taken back.
import { createTutti } from '@tutti/core'
import { moderation, rules } from '@tutti/moderation'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({
  channels: practice.channels,
  plugins: [moderation({ rules: [rules.words(['free followers']), rules.links({ max: 1 })] })],
})
try {
  const { deliveries } = await tutti.publish({ text: 'Lemon cake, from Saturday.', channels: ['sky'] })
  const post = deliveries.sky.parts[0]?.ref
  if (post === undefined) throw new Error(`not published: ${deliveries.sky.state}`)
  practice.comment('ada.test', 'I already smell it!', post)
  practice.comment('spammer.test', 'Ｆree  f0llowers at https://cheap.example', post)

  for (const { outcome, rule, reason } of await tutti.moderation.moderate({ channels: ['sky'] })) {
    console.log(rule === undefined ? outcome : `${outcome} by the rule "${rule}": it ${reason}`)
  }
} finally {
  await tutti.close()
  await practice.close()
}
