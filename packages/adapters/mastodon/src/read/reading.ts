/** What the readers of one answer share. */
export interface Reading {
  /** The domain of the server's own handles. */
  readonly domain: string
  /** Descriptions without their markup, by the markup: a page of posts repeats its authors. */
  readonly descriptions: Map<string, string>
}

/** Starts reading one answer. */
export function startReading(domain: string): Reading {
  return { domain, descriptions: new Map() }
}
