/** What a fake server is configured to be. */
export interface FakeMastodonSettings {
  readonly software: 'mastodon' | 'gotosocial'
  readonly version: string
  /** Mastodon's API version; GoToSocial says none. */
  readonly apiVersion: number | undefined
  readonly honoursKeys: boolean
  readonly keyLifetimeMs: number
  readonly maxCharacters: number
  readonly charactersReservedPerUrl: number
  readonly maxMedia: number
  readonly maxDescription: number
  readonly imageBytes: number
  readonly videoBytes: number
  readonly mimeTypes: readonly string[]
  /** How long a video is worked on after its upload. */
  readonly videoProcessingMs: number
}

const common = {
  maxDescription: 1500,
  keyLifetimeMs: 60 * 60 * 1000,
  mimeTypes: [
    ...['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'],
    ...['video/webm', 'video/mp4', 'video/quicktime', 'audio/mpeg', 'audio/ogg'],
  ],
}

/** Mastodon as it comes. */
export const mastodonSettings: Omit<FakeMastodonSettings, 'videoProcessingMs'> = {
  ...common,
  software: 'mastodon',
  version: '4.5.2',
  apiVersion: 7,
  honoursKeys: true,
  maxCharacters: 500,
  charactersReservedPerUrl: 23,
  maxMedia: 4,
  imageBytes: 16 * 1024 * 1024,
  videoBytes: 99 * 1024 * 1024,
}

/** GoToSocial as it was recorded: no keys, no quotes, other limits, and plain characters are counted. */
export const goToSocialSettings: Omit<FakeMastodonSettings, 'videoProcessingMs'> = {
  ...common,
  software: 'gotosocial',
  version: '0.20.0+git-57cb4fe',
  apiVersion: undefined,
  honoursKeys: false,
  maxCharacters: 5000,
  charactersReservedPerUrl: 25,
  maxMedia: 6,
  imageBytes: 2 * 1024 * 1024,
  videoBytes: 2 * 1024 * 1024,
}
