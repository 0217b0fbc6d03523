/** How one exchange ends: with an answer, or without one. */
export type Exchange =
  | { readonly kind: 'answer'; readonly response: Response }
  /** The connection is reset. */
  | { readonly kind: 'reset' }
  /** Nothing is ever said. */
  | { readonly kind: 'hang' }
