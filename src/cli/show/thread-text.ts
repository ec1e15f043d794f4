// `show --messages`: the thread as a tree of answers.

import { escapePlain } from '../../report/part/escape.js';
import { day } from '../../report/part/mail-line.js';
import type { Pen } from '../../report/part/pen.js';
import { clip, widthOf } from '../../report/part/wrap.js';
import { isRobot } from '../../series/robot.js';
import type { Thread, ThreadMail } from '../../series/thread.js';

/** Deeper answers are drawn at this depth: a line must keep room for its words. */
const MOST_DEPTH = 12;

interface Branch {
  readonly mail: ThreadMail;
  readonly depth: number;
  readonly rails: string;
  readonly last: boolean;
}

const rolesShown = { cover: 'cover', patch: 'patch', 'pull-request': 'pull', reply: '', other: '' } as const;

const lineOf = (
  pen: Pen,
  ascii: boolean,
  { mail, depth, rails, last }: Branch,
  parent: ThreadMail | null,
): string => {
  const [corner, tee] = ascii ? ['`-', '|-'] : ['└─', '├─'];
  const branch = depth === 0 ? '' : `${rails}${last ? corner : tee} `;
  const role = isRobot(mail.message.from) ? 'robot' : rolesShown[mail.role];
  // An answer whose subject is its parent's says nothing with it.
  const repeats = mail.role === 'reply' && parent !== null && parent.subject.title === mail.subject.title;
  const words = [
    day(mail.message.date?.toISOString() ?? null),
    mail.message.from.name,
    ...(repeats ? [] : [mail.subject.full]),
  ].join('  ');
  const mark = role === '' ? '' : `  [${role}]`;
  const room = pen.columns - widthOf(mark);
  const clipped = clip(`${branch}${escapePlain(words)}`, room);
  const text = (ascii ? clipped.replace(/…$/, '~') : clipped) + mark;
  return mail.role === 'patch' || mail.role === 'cover' ? pen.ink.bold(text) : text;
};

/** Every mail on one line below the one it answers, by date. Does not recurse: a thread may be deeper than the stack. */
export const threadText = (pen: Pen, thread: Thread, ascii: boolean): string => {
  const rail = ascii ? '| ' : '│ ';
  const out: string[] = [];
  const seen = new Set<ThreadMail>();
  const roots = thread.mails.filter((mail) => thread.parent(mail) === null);
  const walk = (start: ThreadMail): void => {
    const open: Branch[] = [{ mail: start, depth: 0, rails: '', last: true }];
    for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
      if (seen.has(branch.mail)) continue;
      seen.add(branch.mail);
      out.push(lineOf(pen, ascii, branch, thread.parent(branch.mail)));
      const { depth, last } = branch;
      const rails = depth === 0 || depth >= MOST_DEPTH ? branch.rails : branch.rails + (last ? '  ' : rail);
      const children = thread.children(branch.mail);
      for (let at = children.length - 1; at >= 0; at--) {
        const child = children[at];
        if (child !== undefined)
          open.push({ mail: child, depth: depth + 1, rails, last: at === children.length - 1 });
      }
    }
  };
  for (const root of roots) walk(root);
  // Mails that answer each other in a circle have no root.
  for (const mail of thread.mails) if (!seen.has(mail)) walk(mail);
  return `${out.join('\n')}\n`;
};
