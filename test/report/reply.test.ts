import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { readMessages } from '../../src/mail/read.js';
import { reply } from '../../src/report/reply.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import { reply as triageReply } from '../../src/report/triage/reply.js';
import type { TriageResult } from '../../src/result/triage.js';
import type { CheckResult } from '../../src/result/verdict.js';
import { inputOf } from '../mail/mail-text.js';
import { HOSTILE, refused, sample, withText } from './sample.js';
import { sample as triaged, withText as triagedWithText } from './triage-sample.js';

const shown = (result: CheckResult): string => reply.render(result, PLAIN_VIEW);
const parsed = async (text: string) => {
  // The draft of a mail has no sender yet.
  const [message] = await readMessages([inputOf(`From: Me <me@example.org>\n${text}`)], quietContext());
  return message!;
};
const bodyOf = (text: string): string => text.slice(text.indexOf('\n\n') + 2);

/** Every row with an address, for answers to all of them. */
const addressed = (result: TriageResult): TriageResult => ({
  ...result,
  rows: result.rows.map((row) => ({
    ...row,
    series: row.series && { ...row.series, reply: { ...sample.series!.reply!, subject: row.title } },
  })),
});

describe('the reply to a check', () => {
  it('is a mail to the author, in the thread', async () => {
    const mail = await parsed(shown(sample));
    expect(mail).toMatchObject({
      to: [{ name: 'Nora Winter', address: 'nora@example.org' }],
      cc: [
        { name: 'kvm@lists.example.org', address: 'kvm@lists.example.org' },
        { name: 'Jörg "J" Maß', address: 'joerg@example.org' },
      ],
      subject: 'Re: [PATCH v2 0/3] KVM, vfio: hold a guest without looking up symbols',
      inReplyTo: 'cover@example.org',
      references: ['older@example.org', 'cover@example.org'],
    });
    expect(mail.bodyText).toBe(bodyOf(shown(sample)));
  });

  it('says what each patch does, with its lines, and nothing of what the list has seen', () => {
    expect(bodyOf(shown(sample))).toMatchSnapshot();
    expect(shown(sample)).not.toMatch(/Viola|Nacked/);
  });

  it('says where a patch does not apply', () => {
    expect(bodyOf(shown(refused)).replace(/\s+/g, ' ')).toContain(
      'Patch 1/1 does not apply to this base. drivers/vfio/vfio_main.c: the lines are not there.',
    );
  });

  it('says that nothing changes', () => {
    const states = sample.states.map((state) => ({ ...state, added: [], removed: [] }));
    expect(bodyOf(shown({ ...sample, states, findings: [] }))).toContain('No patch changes an edge');
  });

  it.each([
    ['an answer', 'Re: [PATCH] x', 'Re: [PATCH] x'],
    [
      'a subject in another alphabet',
      `[PATCH] vfio: 設備を開く ${'ö'.repeat(60)}`,
      `Re: [PATCH] vfio: 設備を開く ${'ö'.repeat(60)}`,
    ],
    ['a header in a subject', 'x\r\nBcc: evil@example.org', 'Re: x Bcc: evil@example.org'],
  ])('keeps %s on one line', async (_, subject, told) => {
    const address = { ...sample.series!.reply!, subject };
    const text = shown({ ...sample, series: { ...sample.series!, reply: address } });
    expect((await parsed(text)).subject).toBe(told);
    expect(text).not.toMatch(/^Bcc/m);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(120);
  });

  it('begins no header and no mail with hostile text', async () => {
    const text = shown(withText(HOSTILE));
    const [head = ''] = text.split('\n\n');
    for (const line of head.split('\n'))
      expect(line).toMatch(/^(?: |(?:To|Cc|Subject|In-Reply-To|References|MIME-Version|Content-[\w-]+): )/);
    expect((await parsed(text)).to.map(({ address }) => address)).toEqual(['a@example.org']);
  });

  it('wraps its own words at 72 columns', () => {
    for (const line of bodyOf(shown(sample)).split('\n'))
      if (!line.startsWith('>')) expect(line.length).toBeLessThanOrEqual(72);
  });

  it('answers nobody when the result is not of mail', () => {
    const { series: _, ...commits } = sample;
    expect(() => shown(commits)).toThrow(/nobody to answer/);
  });
});

describe('the replies to a triage', () => {
  it('are an mbox of a mail for each series that needs action', async () => {
    const text = triageReply.render(addressed(triaged), PLAIN_VIEW);
    const mails = text.split(/^From kvm-vfio-series@z .*\n/m).slice(1);
    expect(mails).toHaveLength(6);
    const subjects = await Promise.all(mails.map(async (mail) => (await parsed(mail)).subject));
    expect(subjects).toContain('Re: KVM: move a symbol');
    expect(subjects).not.toContain('Re: vfio: say what opens a device');
    expect(text).not.toContain('Viola');
    expect(bodyOf(mails[3]!)).toContain('None of the 2 patches applies.');
  });

  it('are one mail for one series, and say when there is none', () => {
    const one = addressed({ ...triaged, rows: triaged.rows.slice(0, 1) });
    expect(triageReply.render(one, PLAIN_VIEW)).toMatch(/^To: /);
    expect(triageReply.render(triaged, PLAIN_VIEW)).toBe('no series to answer\n');
  });

  it('quote what begins like a mail', () => {
    const hostile = addressed(triagedWithText('x'));
    const rows = hostile.rows.map((row) => ({
      ...row,
      verdict: 'incomplete' as const,
      base: null,
      reason: 'From me',
    }));
    expect(triageReply.render({ ...hostile, rows }, PLAIN_VIEW)).toMatch(/^>From me/m);
  });
});
