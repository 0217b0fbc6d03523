import { bluesky } from '@tutti/bluesky'
import { describeAdapter, fakeBluesky } from '@tutti/testing'

const fake = fakeBluesky()

describeAdapter({
  create: (baseUrl) => bluesky({ service: baseUrl, oauth: { plcDirectory: baseUrl } }),
  credential: () => ({ identifier: 'alice.test', appPassword: fake.appPassword() }),
  platform: fake,
})
