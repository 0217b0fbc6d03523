import { describeStore } from '@tutti/testing'
import { memoryStore } from '../src/store/memory-store.ts'

describeStore({ name: 'memoryStore', open: () => ({ store: memoryStore() }) })
