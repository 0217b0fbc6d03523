/**
 * What to add to the links of a post, as templates: `{campaign}` stands for the value of that name. A parameter whose
 * template names a value that is there but undefined is left out: a post without a campaign has no `utm_campaign`.
 */
export interface LinkDecoration {
  /** The parameters that web analytics read. Each becomes `utm_…`: `source` becomes `utm_source`. */
  readonly utm?: UtmTemplates | undefined
  /** Parameters of any other name. */
  readonly parameters?: Readonly<Record<string, string>> | undefined
  /** The values of the templates' placeholders, by name. */
  readonly values?: Readonly<Record<string, string | undefined>> | undefined
  /** What becomes of a parameter that a link has already: it stays (when missing), or is replaced. */
  readonly existing?: 'keep' | 'replace' | undefined
  /** Only links to these hosts and what is below them (`example.com` and `www.example.com`); all when missing. */
  readonly hosts?: readonly string[] | undefined
}

/** The parameters that analytics tools agree on. Source: https://support.google.com/analytics/answer/10917952, read 2026-11-25. */
export interface UtmTemplates {
  /** Where the reader comes from: `{channel}`. */
  readonly source?: string | undefined
  /** By what means: `social`. */
  readonly medium?: string | undefined
  readonly campaign?: string | undefined
  readonly term?: string | undefined
  /** Which of several links: `{post}`. */
  readonly content?: string | undefined
  readonly id?: string | undefined
}
