export type { BlueskyCashtagEntity, BlueskyEntity, BlueskyUrlEntity } from './bluesky-entity.ts'
export { blueskyEntityRules } from './bluesky-entity-rules.ts'
export { findBlueskyEntities } from './find-bluesky-entities.ts'
