import { describeAdapter, describeAmbiguity } from '@tutti/testing'
import { noticeboard } from '../noticeboard/adapter.ts'
import { fakeNoticeboard } from '../noticeboard/fake.ts'

const fake = fakeNoticeboard()

describeAdapter({
  create: (server) => noticeboard({ server }),
  credential: () => ({ token: fake.token }),
  platform: fake,
})

describeAmbiguity({
  name: 'Noticeboard',
  createFake: (clock) => fakeNoticeboard({ clock }),
  createChannel: (server, token) => noticeboard({ server }).channel({ token }),
  secret: ({ token }) => token,
  protectsRepeats: true,
})
