// Options of the commands that put the tags of a review into commit messages.
import { type Command as Commander, Option } from 'commander';
import { TRAILER_POLICIES } from '../series/am.js';

const LINK_MASK = 'https://lore.kernel.org/r/%s';

/** Declares which patches are taken, and whose tags. `what` gets them: each `mail`, or each `commit`. */
export const declareTags = (what: 'mail' | 'commit', command: Commander): Commander =>
  command
    .option('--cherry-pick <list>', 'only these patches: 1-3,5 or 7- or -1 or *subject*')
    .addOption(
      new Option('--trailers-from <whom>', 'whose tags to take from replies')
        .choices(TRAILER_POLICIES)
        .default('same-person'),
    )
    .addOption(
      new Option('--sloppy-trailers', 'the same as --trailers-from anybody').conflicts('trailersFrom'),
    )
    .option('--no-cover-trailers', 'omit tags that were given to the cover letter')
    .option('--add-link', `add a Link: to each ${what}`)
    .option('--link-mask <url>', 'form of the Link:, where %s is the Message-ID', LINK_MASK);
