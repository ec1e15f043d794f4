import { describe, expect, it } from 'vitest';
import { findThread } from '../../../src/source/clone/find-thread.js';
import { linksIn } from '../../../src/source/clone/link.js';
import type { ArchivedMail, InboxEpoch } from '../../../src/source/clone/repository.js';
import { recordingContext } from '../recording-context.js';

const DAY = 24 * 3600;

interface Mail {
  readonly id: string;
  readonly day: number;
  readonly answers?: string;
  readonly subject?: string;
}

const archived = ({ id, day, answers, subject = 'x' }: Mail): ArchivedMail => ({
  blob: `blob of ${id}`,
  head: Buffer.from(
    `Subject: ${subject}\nMESSAGE-ID:\n <${id}>\n${answers === undefined ? '' : `References: ${answers}\n`}\nIn-Reply-To: <body@x>\n`,
  ),
  subject,
  time: day * DAY,
});

/** An epoch of mails, the newest first, in pieces of two; counts the pieces that were asked for. */
const epochOf = (mails: readonly Mail[]): InboxEpoch & { pieces: number } => {
  const epoch = {
    pieces: 0,
    read: async () => new Uint8Array(),
    mails: async function* () {
      for (let at = 0; at < mails.length; at += 2) {
        epoch.pieces += 1;
        yield mails.slice(at, at + 2).map(archived);
      }
    },
  };
  return epoch;
};

const NEW: readonly Mail[] = [
  { id: 'late@x', day: 220, answers: '<reply@x>', subject: 'Re: [PATCH 1/2] shine' },
  { id: 'other@x', day: 219 },
  { id: 'reply@x', day: 210, answers: '<cover@x> <1@x>', subject: 'Re: [PATCH 1/2] shine' },
  { id: '2@x', day: 201, answers: '<cover@x>', subject: '[PATCH 2/2] glow' },
  { id: '1@x', day: 201, answers: '<cover@x>', subject: '[PATCH 1/2] shine' },
];
const OLD: readonly Mail[] = [
  { id: 'cover@x', day: 200, subject: '[PATCH 0/2] Better  widgets' },
  { id: 'older@x', day: 100, subject: '[PATCH] better widgets' },
  { id: 'oldest@x', day: 1, subject: 'hello' },
  { id: 'first@x', day: 0, subject: 'hello' },
];

const find = async (epochs: readonly InboxEpoch[], wanted: string) => {
  const found = await findThread(
    epochs,
    wanted.includes('@') ? { kind: 'message-id', messageId: wanted } : { kind: 'subject', subject: wanted },
    recordingContext(),
  );
  return found === undefined ? undefined : [found.matches, ...found.mails.map(({ messageId }) => messageId)];
};

const THREAD = ['cover@x', '1@x', '2@x', 'reply@x', 'late@x'];

describe('findThread', () => {
  it.each(['late@x', 'reply@x', '1@x', 'cover@x'])(
    'collects the thread of %s over epochs, both ways',
    async (id) => {
      expect(await find([epochOf(NEW), epochOf(OLD)], id)).toEqual([id === 'cover@x' ? 1 : 1, ...THREAD]);
    },
  );

  it('looks no further back than the first mail of the thread', async () => {
    const [newer, older] = [epochOf(NEW), epochOf(OLD)];
    await find([newer, older], 'reply@x');
    expect([newer.pieces, older.pieces]).toEqual([3, 1]);
  });

  it('gives up on a first mail that the archive never had', async () => {
    const mails = [{ id: 'a@x', day: 300, answers: '<gone@x>' }, ...OLD];
    const epoch = epochOf(mails);
    expect(await find([epoch], 'a@x')).toEqual([1, 'a@x']);
    expect(epoch.pieces).toBe(2);
  });

  it('finds a subject, the newest of several threads', async () => {
    const newest = { id: 'v2@x', day: 230, subject: '[PATCH v2 0/2] better widgets' };
    expect(await find([epochOf(NEW), epochOf(OLD)], 'BETTER widgets')).toEqual([1, ...THREAD]);
    expect(await find([epochOf([newest, ...NEW]), epochOf(OLD)], 'better widgets')).toEqual([1, 'v2@x']);
  });

  it.each(['nobody@x', 'no such subject'])('finds no %s', async (wanted) => {
    expect(await find([epochOf(NEW), epochOf(OLD)], wanted)).toBeUndefined();
  });

  it('is not led round by mails that answer each other', async () => {
    const mails = [
      { id: 'a@x', day: 3, answers: '<b@x> <a@x>' },
      { id: 'b@x', day: 2, answers: '<a@x>' },
    ];
    expect(await find([epochOf(mails)], 'b@x')).toEqual([1, 'b@x', 'a@x']);
  });
});

describe('linksIn', () => {
  it.each([
    {
      head: 'Message-Id: <a@x>\r\nIn-Reply-To: "Mail of" <b@x>\r\n\r\nbody',
      messageId: 'a@x',
      answers: ['b@x'],
    },
    {
      head: 'References: <b@x>\n\t<c@x>\nMessage-ID: <a@x>\nIn-Reply-To: <c@x>',
      messageId: 'a@x',
      answers: ['b@x', 'c@x', 'c@x'],
    },
    { head: 'Subject: <no@x>\n\nMessage-ID: <a@x>', messageId: undefined, answers: [] },
    { head: 'X-Message-ID: <no@x>\nMessage-ID: none\n', messageId: undefined, answers: [] },
    { head: '', messageId: undefined, answers: [] },
  ])('$head', ({ head, messageId, answers }) => {
    expect(linksIn(Buffer.from(head))).toEqual({ messageId, answers });
  });
});
