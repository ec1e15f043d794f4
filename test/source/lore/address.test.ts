import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inboxOf, isMessageId, messageUrl, parseAddress } from '../../../src/source/lore/address.js';

const BASE = 'https://lore.kernel.org/all';
const ALL = 'https://lore.kernel.org/all/';

describe('parseAddress', () => {
  it.each([
    ['1-a@example.org', ALL, '1-a@example.org'],
    ['<1-a@example.org>', ALL, '1-a@example.org'],
    [' <1-a@example.org>\n', ALL, '1-a@example.org'],
    ['id:1-a@example.org', ALL, '1-a@example.org'],
    ['rfc822msgid:1-a@example.org', ALL, '1-a@example.org'],
    ['Message-ID: <1-a@example.org>', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/kvm/1-a@example.org/', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/kvm/1-a@example.org', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/kvm/1-a@example.org/raw', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/kvm/1-a@example.org/t/#u', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/kvm/1-a@example.org/T/#m0123', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/kvm/1-a@example.org/t.mbox.gz', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/r/1-a%40example.org', ALL, '1-a@example.org'],
    ['https://lkml.kernel.org/r/1-a@example.org', ALL, '1-a@example.org'],
    ['https://patch.msgid.link/1-a@example.org', ALL, '1-a@example.org'],
    ['https://lore.kernel.org/kvm/a%2Fb%2Bc@example.org/', ALL, 'a/b+c@example.org'],
    ['https://lore.kernel.org/kvm/100%@example.org/', ALL, '100%@example.org'],
    ['http://127.0.0.1:8080/test/1-a@example.org/T/', 'http://127.0.0.1:8080/test/', '1-a@example.org'],
    ['https://example.org/deep/list/1-a@example.org/', 'https://example.org/deep/list/', '1-a@example.org'],
    ['https://patchwork.kernel.org/project/kvm/patch/1-a@example.org/', ALL, '1-a@example.org'],
    ['https://patchwork.kernel.org/project/kvm/cover/1-a@example.org/mbox/', ALL, '1-a@example.org'],
    ['https://patchwork.example.org/patch/1-a@example.org/', ALL, '1-a@example.org'],
  ])('%s', (spec, inbox, messageId) => {
    expect(parseAddress(spec, BASE)).toEqual({ inbox, messageId });
  });

  it.each([
    'thread.mbox',
    'a b@example.org',
    '<@example.org>',
    'https://lore.kernel.org/kvm/',
    'https://patchwork.kernel.org/project/kvm/list/?series=7',
    'file:///etc/passwd@example.org',
    'ftp://example.org/a@example.org/',
    'a@example.org>\r\nBcc: <b@example.org',
    `${'a'.repeat(2000)}@example.org`,
    'https://example.org/list/a%0d%0aX%3a@example.org/',
  ])('is nothing to fetch: %j', (spec) => {
    expect(parseAddress(spec, BASE)).toBeUndefined();
  });
});

describe('inboxOf', () => {
  it.each([
    ['http://127.0.0.1:8080/test/1-a@example.org/T/', 'http://127.0.0.1:8080/test/'],
    ['https://lore.kernel.org/kvm/1-a@example.org/', ALL],
    ['1-a@example.org', ALL],
    ['thread.mbox', ALL],
  ])('of %s', (spec, inbox) => {
    expect(inboxOf(spec, BASE)).toBe(inbox);
  });
});

describe('messageUrl', () => {
  it('percent-encodes what would end the path', () => {
    expect(messageUrl({ inbox: ALL, messageId: 'a/b?c#d%e@example.org' })).toBe(
      `${ALL}a%2Fb%3Fc%23d%25e@example.org/`,
    );
  });

  it('is read back, whatever the message-id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (left) => {
        const messageId = `${left}@example.org`;
        fc.pre(isMessageId(messageId) && !/^(?:id|mid|msgid|message-id|rfc822msgid):/i.test(messageId));
        fc.pre(!left.includes('@'));
        const url = messageUrl({ inbox: 'https://example.org/list/', messageId });
        expect(new URL(url).origin).toBe('https://example.org');
        expect(parseAddress(url, BASE)).toEqual({ inbox: 'https://example.org/list/', messageId });
      }),
    );
  });
});
