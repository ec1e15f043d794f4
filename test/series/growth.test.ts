// Twice as many mails take about twice the steps, whatever their headers say. Counted are the steps up the tree.
import { describe, expect, test, vi } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { Thread } from '../../src/series/thread.js';
import { inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const stepsFor = async (mails: readonly MailText[]): Promise<number> => {
  const steps = vi.spyOn(Thread.prototype, 'parent');
  try {
    reviewSeries(await readSeries([inputOf(writeMbox(mails))], {}, quietContext()));
    return steps.mock.calls.length;
  } finally {
    steps.mockRestore();
  }
};

const patch = (index: number, total: number, answers: string): MailText => ({
  id: `i${index}`,
  subject: `[PATCH ${index + 1}/${total}] kvm: t${index}`,
  answers,
  body: patchBody('x'),
});
const many = (count: number, mail: (index: number) => MailText): readonly MailText[] =>
  Array.from({ length: count }, (_, index) => mail(index));

describe('twice as many mails', () => {
  test.each<readonly [string, (count: number) => readonly MailText[]]>([
    [
      'patches in a circle',
      (count) => many(count, (index) => patch(index, count, `i${(index + 1) % count}`)),
    ],
    ['patches in a chain', (count) => many(count, (index) => patch(index, count, `i${index - 1}`))],
    [
      'patches that answer mails that are gone',
      (count) => many(count, (index) => patch(index, count, `gone${index}`)),
    ],
    [
      'replies that answer mails that are gone',
      (count) => [
        patch(0, 1, 'none'),
        ...many(count, (index) => ({
          id: `r${index}`,
          subject: 'Re: x',
          answers: `gone${index}`,
          body: 'NAK',
        })),
      ],
    ],
  ])('%s', async (_, mails) => {
    const [few, twice] = [await stepsFor(mails(600)), await stepsFor(mails(1200))];
    expect(twice / few).toBeLessThan(2.6);
  });
});
