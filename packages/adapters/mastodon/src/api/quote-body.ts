import type { OperationContext, PostRef } from '@tutti/model'
import { namesQuotesItsOwnWay } from '../read/software.ts'
import { accountFacts } from './account-facts.ts'
import type { NewStatus } from './new-status.ts'

/** The quoted post, by the name that this server has for it. */
export async function quoteBody(
  quote: PostRef | undefined,
  context: OperationContext,
): Promise<Pick<NewStatus, 'quoted_status_id' | 'quote_id'>> {
  if (!quote) return {}
  const { software } = await accountFacts(context)
  return namesQuotesItsOwnWay(software) ? { quote_id: quote.id } : { quoted_status_id: quote.id }
}
