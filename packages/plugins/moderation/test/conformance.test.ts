import { describePlugin } from '@tutti/testing'
import { moderation, rules } from '../src/index.ts'

describePlugin({
  create: (more) => moderation({ rules: [rules.words(['scam'])], ...more }),
  async exercise({ api, ledger, post }) {
    ledger.comment({ post, text: 'a scam' })
    return api.moderate()
  },
  inspect: ({ api }) => api.verdicts(),
})
