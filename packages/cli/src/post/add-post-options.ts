import type { Command } from 'commander'
import { collectValues } from '../option-values.ts'

/** Adds the argument and options that make up a post: `readPost` reads them. */
export function addPostOptions(command: Command): Command {
  return command
    .argument('[text]', 'the text; - for standard input')
    .option('-f, --file <path>', 'read the text from a file')
    .option('-m, --media <path[:alt]>', 'attach a file, with what it shows; again for more', collectValues)
    .option('--alt <text>', 'what a medium shows; again for each, in their order', collectValues)
    .option('-t, --to <channel>', 'a channel; again for more; all when absent', collectValues)
    .option('--thread [parts]', 'make a thread of what is too long, of at most so many parts')
    .option('--counter', 'number the parts of a thread')
    .option('--id <id>', 'your own id of the post: the same one is never sent twice')
    .option('--title <text>', 'the title, on platforms that have titles')
    .option('--link <url>', 'a link, shown as a card where the platform has cards')
    .option('--language <tag>', 'the language; again for more, the main one first', collectValues)
    .option('--visibility <who>', 'public, unlisted, followers or direct')
    .option('--content-warning <text>', 'hide the post behind a warning')
    .option('--first-comment <text>', 'answer the post with this at once')
    .option('--campaign <name>', 'a label for reports and pauses; never sent')
}
