import { readFile } from 'node:fs/promises';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/source/index.js';
import { recordingContext, textOf } from '../source/recording-context.js';
import { corpusPath, hasCorpus } from './place.js';

/** Pages as public-inbox 1.9 served them, with the thread that they show. */
const PAGES = [
  { page: 'seed.T.html', mbox: 'seed/kvm-vfio-on-6.12.mbox' },
  { page: 'seed.t.html', mbox: 'seed/kvm-vfio-on-6.12.mbox' },
  { page: 'seed-1.message.html', mbox: 'seed/kvm-vfio-on-6.12.mbox' },
  { page: 'cover-tags.T.html', mbox: 'threads/cover-tags.mbox' },
  { page: 'cover-tags.t.html', mbox: 'threads/cover-tags.mbox' },
  { page: 'kvm-export-symbols-v2.t.html', mbox: 'threads/kvm-export-symbols-v2.mbox' },
  { page: 's390-idle-export-next.T.html', mbox: 'threads/s390-idle-export-next.mbox' },
];

interface Mail {
  readonly subject: string;
  readonly parent: string | undefined;
  readonly text: string;
}

/** All mails of an mboxrd by message-id; the first of two with one id, as public-inbox keeps it. */
const mailsOf = async (mails: readonly (string | Buffer)[]): Promise<ReadonlyMap<string, Mail>> => {
  const found = new Map<string, Mail>();
  for (const bytes of mails) {
    const mail = await PostalMime.parse(bytes);
    const [id, parent] = [mail.messageId, mail.inReplyTo].map((text) => text?.replaceAll(/[<>\s]/g, ''));
    if (id !== undefined && !found.has(id)) {
      found.set(id, { subject: mail.subject ?? '', parent, text: mail.text ?? '' });
    }
  }
  return found;
};

const mboxMails = async (path: string): Promise<Buffer[]> =>
  (await readFile(path, 'latin1'))
    .split(/^From mboxrd@z .*\n/m)
    .filter((mail) => mail !== '')
    .map((mail) => Buffer.from(mail.replaceAll(/^>(>*From )/gm, '$1'), 'latin1'));

/** From the first diff to the signature of `git format-patch`, or to the end; a page leaves out empty last lines. */
const diffIn = (text: string): string => {
  const start = text.search(/^diff --git /m);
  return start < 0 ? '' : (text.slice(start).split(/^-- $/m, 1)[0] ?? '').replace(/\n+$/, '\n');
};

describe.skipIf(!hasCorpus)('saved pages', () => {
  it.each(PAGES)('$page gives the mails of $mbox, patches byte for byte', async ({ page, mbox }) => {
    const context = recordingContext();
    const inputs = await openSource(page, { workingFolder: corpusPath('pages') }, context);
    expect(context.diagnostics).toEqual([]);
    expect(inputs.every(({ form, fidelity }) => form === 'mail' && fidelity === 'page')).toBe(true);
    const shown = await mailsOf(await Promise.all(inputs.map(textOf)));
    const oracle = await mailsOf(await mboxMails(corpusPath(mbox)));
    if (!page.includes('.message.')) expect([...shown.keys()].sort()).toEqual([...oracle.keys()].sort());
    let diffs = 0;
    for (const [id, mail] of shown) {
      const sent = oracle.get(id);
      expect(mail.subject).toBe(sent?.subject.replaceAll(/\s+/g, ' '));
      expect(mail.parent).toBe(sent?.parent);
      if (diffIn(sent?.text ?? '') === '') continue;
      diffs += 1;
      expect(diffIn(mail.text)).toBe(diffIn((sent?.text ?? '').replaceAll('\r\n', '\n')));
    }
    expect(diffs).toBeGreaterThan(0);
  });
});
