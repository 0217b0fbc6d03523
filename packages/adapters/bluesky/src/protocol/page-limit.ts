/** The platform refuses more than 100 a page, and less than 1 (lexicons, read 2026-11-22). */
export function clampLimit(limit: number | undefined): number | undefined {
  return limit === undefined ? undefined : Math.min(100, Math.max(1, Math.floor(limit)))
}
