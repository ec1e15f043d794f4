// `show --messages`: show the thread as a tree of replies.
import type { ThreadDocument, ThreadMailDocument } from '../../result/thread.js';
import { escapePlain } from '../part/escape.js';
import { day } from '../part/mail-line.js';
import type { Pen } from '../part/pen.js';
import { clip, widthOf } from '../part/wrap.js';

/** Deeper answers are drawn at this depth, so that a line keeps room for its words. */
const MOST_DEPTH = 12;

interface Branch {
  /** Place of the mail in the thread. */
  readonly at: number;
  readonly depth: number;
  readonly rails: string;
  readonly last: boolean;
}

const ROLES: { readonly [role in ThreadMailDocument['role']]: string } = {
  cover: 'cover',
  patch: 'patch',
  'pull-request': 'pull',
  reply: '',
  other: '',
};

const lineOf = (
  pen: Pen,
  { depth, rails, last }: Branch,
  mail: ThreadMailDocument,
  parent: ThreadMailDocument | undefined,
): string => {
  const [corner, tee] = pen.ascii ? ['`-', '|-'] : ['└─', '├─'];
  const branch = depth === 0 ? '' : `${rails}${last ? corner : tee} `;
  const role = mail.robot ? 'robot' : ROLES[mail.role];
  // An answer that repeats the subject of its parent adds nothing with it.
  const repeats = mail.role === 'reply' && parent?.title === mail.title;
  const words = [day(mail.date), mail.sender, ...(repeats ? [] : [mail.subject])].join('  ');
  const mark = role === '' ? '' : `  [${role}]`;
  const clipped = clip(`${branch}${escapePlain(words)}`, pen.columns - widthOf(mark));
  const text = (pen.ascii ? clipped.replace(/…$/, '~') : clipped) + mark;
  return mail.role === 'patch' || mail.role === 'cover' ? pen.ink.bold(text) : text;
};

/** Each mail on one line below the one it answers, by date. Does not recurse: a thread may be deeper than the stack. */
export const threadText = (pen: Pen, { mails }: ThreadDocument): string => {
  const rail = pen.ascii ? '| ' : '│ ';
  const out: string[] = [];
  const seen = new Set<number>();
  const walk = (start: number): void => {
    const open: Branch[] = [{ at: start, depth: 0, rails: '', last: true }];
    for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
      const mail = mails[branch.at];
      if (mail === undefined || seen.has(branch.at)) continue;
      seen.add(branch.at);
      out.push(lineOf(pen, branch, mail, mail.parent === null ? undefined : mails[mail.parent]));
      const { depth, last } = branch;
      const rails = depth === 0 || depth >= MOST_DEPTH ? branch.rails : branch.rails + (last ? '  ' : rail);
      const children = mail.children.map((at, nth) => ({
        at,
        depth: depth + 1,
        rails,
        last: nth === mail.children.length - 1,
      }));
      for (const child of children.reverse()) open.push(child);
    }
  };
  for (const [at, { parent }] of mails.entries()) if (parent === null) walk(at);
  // Mails that answer each other in a circle have no root.
  for (const at of mails.keys()) walk(at);
  return `${out.join('\n')}\n`;
};
