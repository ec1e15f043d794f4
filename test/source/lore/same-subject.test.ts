import { describe, expect, it } from 'vitest';
import { ownThread } from '../../../src/source/lore/same-subject.js';

const mail = (id: string, from: string, subject: string, answers = ''): string =>
  `From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: ${from} <${from}@example.org>\nSubject: ${subject}\nMessage-ID: <${id}>\n${answers === '' ? '' : `References: ${answers}\n`}\nbody of ${id}\n>From mboxrd@z x\n\n`;

const THREAD = [
  mail('a@x', 'ada', '[PATCH] shine'),
  mail('other@x', 'bob', '[PATCH] shine'),
  mail('re-other@x', 'carol', 'Re: [PATCH] shine', '<other@x>'),
  mail('re@x', 'carol', 'Re: [PATCH] shine', '<a@x>'),
  mail('lost@x', 'dan', 'Re: [PATCH] shine'),
  mail('again@x', 'Ada', '[PATCH RESEND] shine'),
  mail('ghost@x', 'erin', '[PATCH] shine', '<gone@x>'),
];

const idsOf = (bytes: Uint8Array): string[] =>
  [
    ...Buffer.from(bytes)
      .toString()
      .matchAll(/^Message-ID: <(.*)>$/gm),
  ].map(([, id = '']) => id);

describe('ownThread', () => {
  it('leaves out what another author began under the same subject, with its replies', () => {
    const { bytes, others } = ownThread(Buffer.from(THREAD.join('')), 're@x');
    expect(idsOf(bytes)).toEqual(['a@x', 're@x', 'lost@x', 'again@x', 'ghost@x']);
    expect(others).toEqual(['[PATCH] shine']);
  });

  it('leaves all as it is when nothing is to be left out, or the mail is not there', () => {
    const own = Buffer.from([THREAD[0], THREAD[3]].join(''));
    expect(ownThread(own, 'a@x')).toEqual({ bytes: own, others: [] });
    const all = Buffer.from(THREAD.join(''));
    expect(ownThread(all, 'nobody@x')).toEqual({ bytes: all, others: [] });
  });
});
