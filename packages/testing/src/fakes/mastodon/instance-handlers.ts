import { HttpResponse, http, type RequestHandler } from 'msw'
import type { FakeServer } from './server.ts'

const repositories = {
  mastodon: 'https://github.com/mastodon/mastodon',
  gotosocial: 'https://codeberg.org/superseriousbusiness/gotosocial',
}

/** What the server says about itself to everybody. */
export function instanceHandlers({ settings }: FakeServer): RequestHandler[] {
  const { software, version } = settings
  return [
    http.get('*/api/v2/instance', ({ request }) => HttpResponse.json(instanceEntity(new URL(request.url), settings))),
    http.get('*/api/v1/instance', ({ request }) => HttpResponse.json(v1InstanceEntity(new URL(request.url), settings))),
    http.get('*/nodeinfo/2.0', () =>
      HttpResponse.json({ version: '2.0', software: { name: software, version }, protocols: ['activitypub'] }),
    ),
  ]
}

/** https://docs.joinmastodon.org/entities/Instance/ */
function instanceEntity({ origin, host }: URL, settings: FakeServer['settings']) {
  return {
    domain: host,
    title: 'Fake',
    version: settings.version,
    source_url: repositories[settings.software],
    description: 'A fake server',
    usage: { users: { active_month: 1 } },
    thumbnail: { url: `${origin}/thumbnail.png` },
    icon: [],
    languages: ['en'],
    configuration: configurationEntity(origin, settings),
    registrations: {
      enabled: false,
      approval_required: false,
      reason_required: false,
      message: null,
      min_age: null,
      url: null,
    },
    ...(settings.apiVersion === undefined ? {} : { api_versions: { mastodon: settings.apiVersion } }),
    contact: { email: 'admin@fake.test', account: null },
    rules: [],
  }
}

function configurationEntity(origin: string, settings: FakeServer['settings']) {
  return {
    urls: { streaming: origin.replace('http', 'ws'), status: null, about: `${origin}/about` },
    vapid: { public_key: 'fake' },
    accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
    statuses: {
      max_characters: settings.maxCharacters,
      max_media_attachments: settings.maxMedia,
      characters_reserved_per_url: settings.charactersReservedPerUrl,
    },
    media_attachments: {
      supported_mime_types: settings.mimeTypes,
      description_limit: settings.maxDescription,
      image_size_limit: settings.imageBytes,
      image_matrix_limit: 33_177_600,
      video_size_limit: settings.videoBytes,
      video_frame_rate_limit: 120,
      video_matrix_limit: 8_294_400,
    },
    polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 },
    translation: { enabled: false },
    limited_federation: false,
  }
}

/** https://docs.joinmastodon.org/entities/V1_Instance/ */
function v1InstanceEntity({ origin, host }: URL, settings: FakeServer['settings']) {
  return {
    uri: host,
    title: 'Fake',
    short_description: 'A fake server',
    description: 'A fake server',
    email: 'admin@fake.test',
    version: settings.version,
    urls: { streaming_api: origin.replace('http', 'ws') },
    stats: { user_count: 3, status_count: 0, domain_count: 0 },
    thumbnail: `${origin}/thumbnail.png`,
    languages: ['en'],
    registrations: false,
    approval_required: false,
    invites_enabled: false,
    configuration: configurationEntity(origin, settings),
    contact_account: null,
    rules: [],
  }
}
