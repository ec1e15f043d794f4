// The demo's series as its author might have sent it again: the first patch with the tag that it was given, the second
// with other words, the third changed; and what people said then.
import { readFileSync } from 'node:fs';
import { fixture } from './program.js';

export const FIRST = readFileSync(fixture('demo/removal.mbox'), 'utf8');

const answer = (id: string, to: string, from: string, text: string): string =>
  [
    'From mboxrd@z Thu Jan  1 00:00:00 1970',
    `From: ${from}`,
    'Subject: Re: [PATCH v2] vfio',
    'Date: Tue, 10 Mar 2026 10:00:00 +0000',
    `Message-ID: <${id}>`,
    `In-Reply-To: <20260309090000.2-${to}-nora@example.org>`,
    '',
    text,
    '',
    '',
  ].join('\n');

const VIOLA = 'Viola Strand <viola@example.org>';

/** The mails of v2, with answers: `content` when who had said no agrees. */
export const second = (content = false): string => {
  const patches = FIRST.split(/^(?=From mboxrd)/m)
    .slice(0, 4)
    .join('')
    .replace(/^Subject: \[PATCH (\d)/gm, 'Subject: [PATCH v2 $1')
    .replaceAll('20260302090000.1-', '20260309090000.2-')
    .replace(/^Date: Mon, 2 Mar/gm, 'Date: Mon, 9 Mar')
    .replace(
      'the function, and take the module itself.\n\n',
      'the function, and take the module itself.\n\nReviewed-by: Idris Vale <idris@example.org>\n',
    )
    .replace('the other half can use it\ntoo. With', 'the other half uses it\nas well. With')
    .replace('+\treturn file->flags & FILE_COHERENT;', '+\treturn file && (file->flags & FILE_COHERENT);');
  return [
    patches,
    answer('b1.tomas@example.org', '3', 'Tomas Reed <tomas@example.org>', 'What if there is no owner?'),
    answer(
      'b2.viola@example.org',
      '4',
      VIOLA,
      content ? `Thanks.\n\nReviewed-by: ${VIOLA}` : 'Please say more in the message.',
    ),
  ].join('');
};
