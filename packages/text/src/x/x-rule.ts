import type { TextRule } from '../rules/text-rule.ts'
import { countX } from './measure-x-text.ts'
import { type XTextConfig, xTextConfig } from './x-text-config.ts'

/** At most so many weighted characters, as {@link countX} counts; 280 when not given. Its unit is `x-weighted-characters`. */
export function xRule(config: XTextConfig = xTextConfig): TextRule {
  return {
    unit: 'x-weighted-characters',
    maximum: config.maxWeightedLength,
    count: (text) => countX(text, config),
  }
}
