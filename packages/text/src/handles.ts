export { isAtprotoHandle } from './entities/atproto-handle.ts'
