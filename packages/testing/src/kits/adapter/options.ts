import type { Adapter, CallOperation } from '@tutti/model'
import type { PlatformUnderTest } from '../../platform/platform-under-test.ts'

/** What `describeAdapter` needs to know. */
export interface DescribeAdapterOptions {
  /** Names the suite; the adapter's id when absent. */
  readonly name?: string | undefined
  /** Makes the adapter for a server at `baseUrl`. */
  create(baseUrl: string): Adapter
  /** What the app would give to `adapter.channel(…)`. Its secrets must be found nowhere. */
  credential(baseUrl: string): unknown
  /** The fake, or a real server: everything but the groups that inject faults runs on both. */
  readonly platform: PlatformUnderTest
  /** Inputs of operations that the kit can't make up by itself. */
  readonly samples?: Partial<Readonly<Record<CallOperation, () => unknown>>> | undefined
}
