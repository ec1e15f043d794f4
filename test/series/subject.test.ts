import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSubject, type Subject } from '../../src/series/subject.js';

const rows: readonly (readonly [string, Partial<Subject>])[] = [
  [
    '[PATCH] kvm: x',
    {
      title: 'kvm: x',
      patch: true,
      reply: false,
      revision: 1,
      revisionGiven: false,
      counter: 1,
      expected: 1,
      countersGiven: false,
    },
  ],
  [
    '[PATCH v2 03/27] a:  b\n c',
    { title: 'a: b c', revision: 2, revisionGiven: true, counter: 3, expected: 27, countersGiven: true },
  ],
  ['[PATCH 0/3] cover', { counter: 0, expected: 3 }],
  ['[PATCH 6/5] more', { counter: 6, expected: 5 }],
  ['[PATCHv3 1/2] x', { revision: 3, counter: 1, expected: 2, patch: true }],
  ['[PATCH1/8] x', { counter: 1, expected: 8, patch: true }],
  ['[PATCH 1 of 8] x', { counter: 1, expected: 8 }],
  ['[PATCH] x (v2)', { title: 'x', revision: 2 }],
  ['x (v2)', { title: 'x (v2)', revision: 1 }],
  ['[PATCH v3] x (v2)', { title: 'x (v2)', revision: 3 }],
  ['[PATCH RFCv2 2/3] x', { rfc: true, revision: 2, counter: 2 }],
  ['[patch V1.1 11/38] x', { revision: 1, minor: 1, counter: 11, expected: 38 }],
  ['[RFC 00/37] x', { rfc: true, patch: true, counter: 0 }],
  ['[PATCH RESEND net-next v3, 1/7] x', { resend: true, revision: 3, counter: 1, prefixes: ['net-next'] }],
  ['[net-next][PATCH 6.12.y] [v2] x [y]', { title: 'x [y]', revision: 2, prefixes: ['net-next', '6.12.y'] }],
  ['[PATCH [net] 1/2] x', { title: 'x', counter: 1, expected: 2, prefixes: ['net'] }],
  ['[kvm-unit-tests PATCH 0/9] x', { prefixes: ['kvm-unit-tests'], patch: true }],
  ['[PATCH -next] x', { prefixes: ['-next'] }],
  ['Re: [PATCH v2 1/2] x', { reply: true, title: 'x', revision: 2, counter: 1 }],
  ['RE: AW: Re[2]: [PATCH 1/2] x', { reply: true, title: 'x', counter: 1 }],
  ['Antw: [PATCH] x', { reply: true, title: 'x' }],
  ['回复: [PATCH 1/2] x', { reply: true, title: 'x', counter: 1 }],
  ['答复：[PATCH] x', { reply: true, title: 'x' }],
  ['[PATCH 3/4] Re: a title', { reply: false, title: 'a title', counter: 3 }],
  ['[PATCH 3/4] Re: [kvm] a title', { reply: false, title: 'a title' }],
  ['[EXTERNAL] Re: [PATCH v2] x', { reply: true, title: 'x', revision: 2, prefixes: [] }],
  ['bug#60788: Re: [PATCH] x', { reply: true, title: 'x' }],
  ['SV: [PATCH] x', { reply: true, title: 'x' }],
  ['sv: not a patch', { reply: false, title: 'sv: not a patch' }],
  ['Fwd: x', { reply: true, title: 'x' }],
  ['[GIT PULL] s390 updates', { pullRequest: true, patch: false, title: 's390 updates' }],
  ['[unclosed PATCH 1/2', { title: '[unclosed PATCH 1/2', patch: false }],
  ['', { title: '', patch: false }],
];

describe('parseSubject', () => {
  test.each(rows)('%j', (subject, expected) => {
    expect(parseSubject(subject)).toMatchObject(expected);
  });

  test('any text gives a title that does not begin with a whole bracket', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('[', ']', 'v', '2', '/', ' ', 'x', ':', 'Re') }),
        (text) => {
          const { title, counter, expected } = parseSubject(text);
          expect(title).not.toMatch(/^\[[^\]]*\]/);
          expect(counter + expected).toBeGreaterThan(-1);
        },
      ),
    );
  });
});
