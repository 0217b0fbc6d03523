export { type BullmqEngineOptions, bullmqEngine } from './bullmq-engine.ts'
export type { RedisConnection } from './connection.ts'
