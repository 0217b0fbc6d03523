/** How a comment may be named, for `--help`. */
export const commentHelp =
  'its short name, its address (https://… or at://…), or a reference: the member "reference" of what --json prints'

/** How a post may be named, for `--help`. */
export const postHelp =
  'the id under which it was published here, its short name, its address (https://… or at://…), or a reference: ' +
  'the member "reference" of what --json prints'
