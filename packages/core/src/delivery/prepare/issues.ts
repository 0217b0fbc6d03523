import { type Issue, TuttiError } from '@tutti/model'

type IssueDetails = Omit<Issue, 'severity'>

/** An issue that holds the post back on this channel. */
export function errorIssue(details: IssueDetails): Issue {
  return { ...details, severity: 'error' }
}

/** An issue that the author should know of. */
export function warningIssue(details: IssueDetails): Issue {
  return { ...details, severity: 'warning' }
}

/** What a thrown error means for one channel: it is held back there, and the others go on. */
export function issueOfError(error: unknown): Issue {
  if (TuttiError.isInstance(error)) {
    return errorIssue({ code: error.code, message: error.message, path: error.path, advice: error.advice })
  }
  const message = error instanceof Error ? error.message : 'something that is no error was thrown'
  return errorIssue({
    code: 'prepare-failed',
    message: `preparing failed: ${message}`,
    advice: 'This is a fault of the adapter or of a plugin: report it there.',
  })
}

/** Whether any issue holds the post back. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error')
}
