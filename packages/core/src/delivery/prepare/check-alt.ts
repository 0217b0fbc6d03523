import type { Issue, MediaLimit, PreparedMedia } from '@tutti/model'
import { countGraphemes } from '@tutti/text'
import { errorIssue, warningIssue } from './issues.ts'

/** What descriptions are held against. */
export interface AltRules {
  readonly issues: Issue[]
  /** What a picture or video without a description is. */
  readonly missingAlt: Issue['severity']
}

/** What programs and cameras call their files, and words that say no more than that it is a picture. */
const saysNothing =
  /^(?:\S+\.(?:avif|gif|heic|heif|jpe?g|m4v|mov|mp4|png|webm|webp)|(?:img|dsc|dscn|mvi|pxl|screenshot)[-_ ]?[\d_ -]+|(?:an? )?(?:image|photo|photograph|picture|pic|screenshot|video|clip|untitled))$/i

/** Holds the description of one attachment against what readers need and what the platform takes. */
export function checkAlt(item: PreparedMedia, limit: MediaLimit, path: string, rules: AltRules): void {
  const { issues, missingAlt } = rules
  const alt = item.alt?.trim() ?? ''
  const isSeen = item.kind === 'image' || item.kind === 'video'
  const place = `${path}.alt`
  if (alt === '') {
    if (!isSeen) return
    issues.push({
      severity: missingAlt,
      code: 'alt-missing',
      message: `the ${item.kind} has no description for people who can't see it`,
      path: place,
      advice: 'Give it an alt text that says what it shows.',
    })
    return
  }
  if (isSeen && (saysNothing.test(alt) || alt === item.fileName)) {
    issues.push(
      warningIssue({
        code: 'alt-says-nothing',
        message: `the description "${alt}" says nothing about what the ${item.kind} shows`,
        path: place,
        advice: 'Say what there is to see, as you would tell it to somebody on the phone.',
      }),
    )
  }
  const length = countGraphemes(item.alt ?? '')
  if (limit.maxAltGraphemes === undefined || length <= limit.maxAltGraphemes) return
  issues.push(
    errorIssue({
      code: 'alt-too-long',
      message: `the description has ${length} graphemes, ${limit.maxAltGraphemes} are allowed`,
      path: place,
      advice: 'Shorten the alt text for this channel.',
      actual: length,
      maximum: limit.maxAltGraphemes,
    }),
  )
}
