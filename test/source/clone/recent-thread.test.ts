import { describe, expect, it } from 'vitest';
import { recentThreads } from '../../../src/source/clone/recent-thread.js';
import type { InboxEpoch } from '../../../src/source/clone/repository.js';
import { recordingContext } from '../recording-context.js';

const DAY = 24 * 3600;

interface Mail {
  readonly id: string;
  readonly day: number;
  readonly answers?: string;
  readonly touches?: string;
}

/** An epoch in pieces of two; counts the pieces that were asked for. */
const epochOf = (mails: readonly Mail[]): InboxEpoch & { pieces: number } => {
  const epoch = {
    pieces: 0,
    read: async () => new Uint8Array(),
    mails: async function* () {
      for (let at = 0; at < mails.length; at += 2) {
        epoch.pieces += 1;
        yield mails.slice(at, at + 2).map(({ id, day, answers, touches = 'virt/kvm/vfio.c' }) => ({
          blob: id,
          head: Buffer.from(
            `Message-ID: <${id}>\n${answers === undefined ? '' : `In-Reply-To: <${answers}>\n`}\ndiff --git a/${touches} b/${touches}\n`,
          ),
          subject: `[PATCH] ${id}`,
          time: day * DAY,
        }));
      }
    },
  };
  return epoch;
};

const ids = async (epochs: readonly InboxEpoch[], since: number, paths: readonly string[] = []) =>
  (await recentThreads(epochs, { since: since * DAY, paths }, recordingContext())).map(
    ({ messageId }) => messageId,
  );

describe('recentThreads', () => {
  it.each<[string, readonly Mail[], readonly string[]]>([
    [
      'what is recent, and what it answers',
      [
        { id: 'answer', day: 101, answers: 'patch' },
        { id: 'lone', day: 100 },
        { id: 'other', day: 99 },
        { id: 'patch', day: 98 },
      ],
      ['patch', 'lone', 'answer'],
    ],
    [
      'what stands behind a mail with a wrong date',
      [
        { id: 'new', day: 102 },
        { id: 'wrong', day: 1 },
        { id: 'behind', day: 101 },
        { id: 'old', day: 90 },
      ],
      ['behind', 'new'],
    ],
    [
      'nothing that an answer of late was to long ago',
      [
        { id: 'answer', day: 101, answers: 'patch' },
        { id: 'patch', day: 20 },
      ],
      ['answer'],
    ],
    ['nothing of an archive that sleeps', [{ id: 'old', day: 90 }], []],
  ])('finds %s', async (_, mails, expected) => {
    expect(await ids([epochOf(mails)], 100)).toEqual(expected);
  });

  it('goes on into older epochs, and stops where nothing is recent', async () => {
    const young = epochOf([
      { id: 'b', day: 103 },
      { id: 'a', day: 102 },
    ]);
    const old = epochOf([
      { id: 'z', day: 101 },
      { id: 'y', day: 99 },
      { id: 'x', day: 98 },
      { id: 'w', day: 97 },
      { id: 'v', day: 96 },
    ]);
    expect(await ids([young, old], 100)).toEqual(['z', 'a', 'b']);
    expect([young.pieces, old.pieces]).toEqual([1, 2]);
  });

  it('leaves out threads that touch nothing of what is asked for', async () => {
    const mails: readonly Mail[] = [
      { id: 'b', day: 103, touches: 'net/smc/smc.c' },
      { id: 'a', day: 102 },
    ];
    expect(await ids([epochOf(mails)], 100, ['virt/kvm'])).toEqual(['a']);
  });
});
